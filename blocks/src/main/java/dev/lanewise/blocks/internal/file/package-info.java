/**
 * What the readers of files share: {@link dev.lanewise.blocks.internal.file.MappedFile}, which is
 * safe against files that are cut short, and {@link dev.lanewise.blocks.internal.file.Quoted} text
 * for messages. Not exported.
 */
@NullMarked
package dev.lanewise.blocks.internal.file;

import org.jspecify.annotations.NullMarked;
