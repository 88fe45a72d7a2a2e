package dev.lanewise.bench.cli;

import picocli.CommandLine.Command;

/** What is measured of networks themselves, and not of their speed. */
@Command(name = "study", description = "Measure what a published claim says of networks.")
final class StudyCommand {}
