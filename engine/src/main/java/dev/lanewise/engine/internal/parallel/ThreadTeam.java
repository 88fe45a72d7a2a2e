package dev.lanewise.engine.internal.parallel;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A caller and its workers, who share out the parts of one {@link Work} at a time.
 *
 * <p>Each thread has a share: parts side by side, the same part of every layer's pixels, so that
 * what it computed in one layer is in its own cache in the next. It takes them in their order.
 * Whoever has none left takes the last ones of another's share: a thread that the machine holds up
 * costs the others some parts, not a share. The caller waits for parts, never for workers, who may
 * come late and find nothing. Workers spin for a moment after each work, since the next layer
 * usually follows within microseconds, and then park.
 *
 * <p>One caller at a time. Nothing is allocated after construction.
 */
public final class ThreadTeam implements AutoCloseable {
  /** About 50 µs. */
  private static final int SPINS = 2_000;

  /** Longs from a share to the next, which lies in another line of the cache. */
  private static final int APART = 16;

  /**
   * For each thread the parts of its share that nobody has taken: the first (upper 32 bits) and the
   * one past the last (lower 32 bits).
   */
  private final AtomicLongArray shares;

  /** The works that were begun. */
  private final AtomicInteger works = new AtomicInteger();

  private final AtomicInteger unfinished = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Worker[] workers;
  private final int spins;
  private volatile @Nullable Work current;
  private volatile boolean closed;

  /**
   * A team of {@code threads}, the caller included, which starts a daemon thread for each other;
   * but no more than the machine has processors, since they would only hold up each other.
   */
  public ThreadTeam(int threads, String name) {
    this(useful(threads), SPINS, name);
  }

  private ThreadTeam(int threads, int spins, String name) {
    this.spins = spins;
    workers = new Worker[threads - 1];
    shares = new AtomicLongArray(threads * APART);
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i + 1, name + "-" + (i + 1));
    }
    try {
      for (var worker : workers) {
        worker.start();
      }
    } catch (Throwable noThread) {
      close();
      throw noThread;
    }
  }

  /** A team of so many threads even where they outnumber the processors. */
  static ThreadTeam crowded(int threads, String name) {
    return new ThreadTeam(threads, threads <= processors() ? SPINS : 0, name);
  }

  /** How many threads a team of so many has: no more than there are processors. */
  public static int useful(int threads) {
    return Math.min(threads, processors());
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** The number of threads that there are, the caller included. */
  public int threads() {
    return workers.length + 1;
  }

  /** The {@linkplain Thread#threadId() ids} of the workers, without the caller. */
  public long[] workerIds() {
    return Arrays.stream(workers).mapToLong(Thread::threadId).toArray();
  }

  /**
   * Does all parts of {@code work} and returns when they are done.
   *
   * @throws RuntimeException or Error: the first that a part threw, after all parts have ended
   */
  public void run(Work work) {
    int parts = work.parts();
    if (parts == 1 || workers.length == 0) {
      for (int part = 0; part < parts; part++) {
        work.run(part, 0);
      }
      return;
    }
    int sharers = Math.min(threads(), parts);
    unfinished.set(parts);
    current = work;
    for (int sharer = 0; sharer < sharers; sharer++) {
      long first = (long) sharer * parts / sharers;
      long end = (sharer + 1L) * parts / sharers;
      shares.set(sharer * APART, first << 32 | end);
    }
    works.incrementAndGet();
    for (int i = 0; i < sharers - 1; i++) {
      workers[i].wake();
    }
    takeParts(0);
    for (int waited = 0; unfinished.get() != 0; waited++) {
      if (waited < spins) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(1_000);
      }
    }
    current = null;
    if (failure.get() != null) {
      rethrow(failure.getAndSet(null));
    }
  }

  private static void rethrow(@Nullable Throwable failure) {
    switch (failure) {
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      case null, default -> throw new IllegalStateException(failure);
    }
  }

  /** Takes parts of the current work until nobody needs to take any. */
  private void takeParts(int worker) {
    // All of a share are finished at once: the count is in another thread's cache each time.
    int done = 0;
    for (int part = first(worker); part >= 0; part = first(worker)) {
      run(part, worker);
      done++;
    }
    unfinished.addAndGet(-done);
    for (int i = 1; i < threads(); i++) {
      int other = (worker + i) % threads();
      for (int part = last(other); part >= 0; part = last(other)) {
        run(part, worker);
        unfinished.decrementAndGet();
      }
    }
  }

  /** Takes the first part of a share, or gives -1. */
  private int first(int sharer) {
    while (true) {
      long share = shares.get(sharer * APART);
      int first = (int) (share >>> 32);
      if (first >= (int) share) {
        return -1;
      }
      if (shares.compareAndSet(sharer * APART, share, share + (1L << 32))) {
        return first;
      }
    }
  }

  /** Takes the last part of a share, or gives -1. */
  private int last(int sharer) {
    while (true) {
      long share = shares.get(sharer * APART);
      int last = (int) share - 1;
      if (last < (int) (share >>> 32)) {
        return -1;
      }
      if (shares.compareAndSet(sharer * APART, share, share - 1)) {
        return last;
      }
    }
  }

  private void run(int part, int worker) {
    // The caller keeps `current` until this part is finished.
    var work = current;
    try {
      if (work != null) {
        work.run(part, worker);
      }
    } catch (Throwable thrown) {
      failure.compareAndSet(null, thrown);
    }
  }

  /** Ends the workers and waits for them; does nothing a second time. */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    for (var worker : workers) {
      LockSupport.unpark(worker);
    }
    for (var worker : workers) {
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Worker extends Thread {
    private final int number;
    private volatile boolean parked;

    Worker(int number, String name) {
      super(name);
      this.number = number;
      setDaemon(true);
    }

    void wake() {
      if (parked) {
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      while (!closed) {
        int begun = works.get();
        takeParts(number);
        awaitWork(begun);
      }
    }

    private void awaitWork(int begun) {
      for (int i = 0; i < spins; i++) {
        if (works.get() != begun || closed) {
          return;
        }
        Thread.onSpinWait();
      }
      parked = true;
      while (works.get() == begun && !closed) {
        LockSupport.park(ThreadTeam.this);
      }
      parked = false;
    }
  }
}
