package dev.lanewise.engine.internal.parallel;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A caller and its workers, who share out the parts of one {@link Work} at a time.
 *
 * <p>Whoever is free takes the next part: a thread that the machine holds up costs the others one
 * part, not a share. A ticket holds the number of the work (upper 32 bits) and how many of its
 * parts nobody has taken (lower 32 bits), so that a worker who comes late finds either a part or
 * nothing, and the caller waits for parts, never for workers. Workers spin for a moment after each
 * work, since the next layer usually follows within microseconds, and then park.
 *
 * <p>One caller at a time. Nothing is allocated after construction.
 */
public final class ThreadTeam implements AutoCloseable {
  /** About 50 µs. */
  private static final int SPINS = 2_000;

  private final AtomicLong ticket = new AtomicLong();
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
    this(Math.min(threads, processors()), SPINS, name);
  }

  private ThreadTeam(int threads, int spins, String name) {
    this.spins = spins;
    workers = new Worker[threads - 1];
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
    unfinished.set(parts);
    current = work;
    ticket.set(((ticket.get() >>> 32) + 1) << 32 | parts);
    int useful = Math.min(workers.length, parts - 1);
    for (int i = 0; i < useful; i++) {
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
    for (long now = ticket.get(); (int) now > 0; now = ticket.get()) {
      if (ticket.compareAndSet(now, now - 1)) {
        // The caller keeps `current` until this part is finished.
        var work = current;
        try {
          if (work != null) {
            work.run(work.parts() - (int) now, worker);
          }
        } catch (Throwable thrown) {
          failure.compareAndSet(null, thrown);
        } finally {
          unfinished.decrementAndGet();
        }
      }
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
        takeParts(number);
        awaitParts();
      }
    }

    private void awaitParts() {
      for (int i = 0; i < spins; i++) {
        if ((int) ticket.get() > 0 || closed) {
          return;
        }
        Thread.onSpinWait();
      }
      parked = true;
      while ((int) ticket.get() == 0 && !closed) {
        LockSupport.park(ThreadTeam.this);
      }
      parked = false;
    }
  }
}
