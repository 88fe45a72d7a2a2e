/**
 * Other libraries that run the same networks on the same machine. {@link
 * dev.lanewise.bench.peer.PeerVariant} lists them; one class each, and each is the only one that
 * knows its library. {@link dev.lanewise.bench.peer.FilePeer} lists those that read a file without
 * us.
 */
@NullMarked
package dev.lanewise.bench.peer;

import org.jspecify.annotations.NullMarked;
