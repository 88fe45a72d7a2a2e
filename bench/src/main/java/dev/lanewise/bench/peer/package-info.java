/**
 * Other libraries that run the same networks on the same machine. {@link
 * dev.lanewise.bench.peer.PeerVariant} lists them; one class each, and each is the only one that
 * knows its library.
 */
@NullMarked
package dev.lanewise.bench.peer;

import org.jspecify.annotations.NullMarked;
