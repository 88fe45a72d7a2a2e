/** What turns results into tables. */
@NullMarked
package dev.lanewise.bench.report;

import org.jspecify.annotations.NullMarked;
