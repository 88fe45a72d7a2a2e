package dev.lanewise.blocks;

import com.sun.management.ThreadMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the process holds of files. (The JDK counts no memory of arenas; where a reader maps a file
 * into the arena of its tensors, a mapping that stays tells of both.)
 *
 * @param open open files, 0 where the system does not count them
 * @param mapped mappings of files
 */
record Held(long open, long mapped) {
  private static final BufferPoolMXBean MAPPINGS =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
          .filter(pool -> pool.getName().equals("mapped"))
          .findFirst()
          .orElseThrow();

  static Held now() {
    return new Held(
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getOpenFileDescriptorCount()
            : 0,
        MAPPINGS.getCount());
  }

  /** Bytes of heap that this thread has allocated so far, freed ones included. */
  static long allocatedByThisThread() {
    return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
        ? threads.getCurrentThreadAllocatedBytes()
        : 0;
  }

  /** Whether there is more of anything than in {@code other}. */
  boolean exceeds(Held other) {
    return open > other.open || mapped > other.mapped;
  }
}
