/** A service that embeds Lanewise. */
module consumer {
  requires dev.lanewise.blocks;
}
