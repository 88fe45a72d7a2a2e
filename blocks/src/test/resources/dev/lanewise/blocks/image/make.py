"""Writes small pictures of every kind, and beside each the pixels that Pillow makes of them.

NAME.EXT is a picture, NAME.rgb its convert("RGB"), row by row; resized-WxH.rgb is noise.png after
resize((W, H), BILINEAR). Written with Pillow 12.3.0; python3 make.py in this folder writes the same.
"""

import io
import random
import struct
import zlib

from PIL import Image

WIDTH, HEIGHT = 37, 23
random.seed(1)
NOISE = random.randbytes(WIDTH * HEIGHT * 4)


def smooth(x, y, c):
    return (7 * x * (c + 1) + 11 * y * (3 - c) + (x * y >> 2)) & 255


def picture(mode):
    bands = len(mode)
    return Image.frombytes(mode, (WIDTH, HEIGHT), bytes(
        smooth(x, y, c) // 2 + NOISE[(y * WIDTH + x) * 4 + c] // 8 + 32
        for y in range(HEIGHT) for x in range(WIDTH) for c in range(bands)))


def write(name, data, rgb=None):
    with open(name, "wb") as file:
        file.write(data)
    if rgb is None:
        rgb = Image.open(io.BytesIO(data)).convert("RGB").tobytes()
    with open(name.rsplit(".", 1)[0] + ".rgb", "wb") as file:
        file.write(rgb)


def jpeg(name, mode, **options):
    out = io.BytesIO()
    picture(mode).save(out, "JPEG", quality=90, **options)
    write(name, out.getvalue())
    return out.getvalue()


jpeg("jpeg-420.jpg", "RGB", subsampling=2)
jpeg("jpeg-422.jpg", "RGB", subsampling=1)
jpeg("jpeg-444.jpg", "RGB", subsampling=0)
jpeg("jpeg-progressive.jpg", "RGB", progressive=True)
jpeg("jpeg-restarts.jpg", "RGB", restart_marker_blocks=2)
jpeg("jpeg-rgb.jpg", "RGB", keep_rgb=True)
jpeg("jpeg-gray.jpg", "L")
cmyk = jpeg("jpeg-cmyk.jpg", "CMYK")
# The same samples, taken for YCCK: the last byte of the Adobe segment is the transform.
at = cmyk.index(b"Adobe") + 11
write("jpeg-ycck.jpg", cmyk[:at] + b"\2" + cmyk[at + 1:])
at = cmyk.index(b"\xff\xee")
write("jpeg-cmyk-unmarked.jpg", cmyk[:at] + cmyk[at + 16:])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(name, depth, colour, row_bytes, extra=b"", rgb=None):
    noise = (NOISE * 3)[:row_bytes * HEIGHT]
    rows = b"".join(b"\0" + noise[y * row_bytes:(y + 1) * row_bytes] for y in range(HEIGHT))
    write(name, b"\x89PNG\r\n\x1a\n"
          + chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, colour, 0, 0, 0))
          + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""), rgb)


COLOURS = random.randbytes(3 * 256)
for depth in (1, 2, 4, 8):
    row = (WIDTH * depth + 7) // 8
    png(f"png-gray{depth}.png", depth, 0, row)
    png(f"png-palette{depth}.png", depth, 3, row,
        chunk(b"PLTE", COLOURS[:3 << depth]) + chunk(b"tRNS", bytes([0, 128])))
# Pillow cuts 16-bit grays at 255; here the upper byte counts, as it does in all other 16-bit modes.
png("png-gray16.png", 16, 0, 2 * WIDTH,
    rgb=bytes(NOISE[2 * i] for i in range(WIDTH * HEIGHT) for _ in range(3)))
png("png-gray-alpha8.png", 8, 4, 2 * WIDTH)
png("png-gray-alpha16.png", 16, 4, 4 * WIDTH)
png("png-rgb8.png", 8, 2, 3 * WIDTH)
png("png-rgb16.png", 16, 2, 6 * WIDTH)
png("png-rgba8.png", 8, 6, 4 * WIDTH)
png("png-rgba16.png", 16, 6, 8 * WIDTH)
png("png-gray-key.png", 8, 0, WIDTH, chunk(b"tRNS", bytes([0, NOISE[0]])))
png("png-rgb-key.png", 8, 2, 3 * WIDTH,
    chunk(b"tRNS", bytes([0, NOISE[0], 0, NOISE[1], 0, NOISE[2]])))
png("png-gamma.png", 8, 2, 3 * WIDTH, chunk(b"gAMA", struct.pack(">I", 100000)))
png("png-short-palette.png", 8, 3, WIDTH, chunk(b"PLTE", COLOURS[:300]))


def bmp(name, depth, row_bytes, compression=0, masks=b"", palette=b"", data=None, top_down=False):
    if data is None:
        row_bytes = (row_bytes + 3) // 4 * 4
        data = (NOISE * 2)[:row_bytes * HEIGHT]
    offset = 14 + 40 + len(masks) + len(palette)
    write(name, b"BM" + struct.pack("<IHHI", offset + len(data), 0, 0, offset)
          + struct.pack("<IiiHHIIiiII", 40, WIDTH, -HEIGHT if top_down else HEIGHT, 1, depth,
                        compression, len(data), 0, 0, len(palette) // 4, 0)
          + masks + palette + data)


BGRX = b"".join(COLOURS[3 * i:3 * i + 3] + b"\0" for i in range(256))
bmp("bmp-1.bmp", 1, (WIDTH + 7) // 8, palette=BGRX[:8])
bmp("bmp-4.bmp", 4, (WIDTH + 1) // 2, palette=BGRX[:64])
bmp("bmp-8.bmp", 8, WIDTH, palette=BGRX)
bmp("bmp-16-555.bmp", 16, 2 * WIDTH)
bmp("bmp-16-565.bmp", 16, 2 * WIDTH, 3, struct.pack("<3I", 0xF800, 0x7E0, 0x1F))
bmp("bmp-24.bmp", 24, 3 * WIDTH)
bmp("bmp-24-top-down.bmp", 24, 3 * WIDTH, top_down=True)
bmp("bmp-32.bmp", 32, 4 * WIDTH)
bmp("bmp-8-rle.bmp", 8, 0, 1, palette=BGRX, data=b"".join(
    bytes([20, 3 + y, 10, 200, 7, y, 0, 0]) for y in range(HEIGHT)) + b"\0\1")


def gif(name, frame, transparent=None, interlaced=False, table=COLOURS):
    """An uncompressed GIF: eight-bit codes, cleared before the ninth bit is due."""
    left, top, width, height = frame
    order = range(height)
    if interlaced:
        order = [*range(0, height, 8), *range(4, height, 8), *range(2, height, 4),
                 *range(1, height, 2)]
    codes = bytearray()
    for i, y in enumerate(order):
        for x in range(width):
            if (i * width + x) % 100 == 0:
                codes.append(128)
            codes.append(NOISE[y * width + x] & 127)
    codes.append(129)
    blocks = b"".join(bytes([len(codes[i:i + 255])]) + codes[i:i + 255]
                      for i in range(0, len(codes), 255))
    control = b"" if transparent is None else b"!\xf9\4\1\0\0" + bytes([transparent, 0])
    write(name, b"GIF89a" + struct.pack("<HHBBB", WIDTH, HEIGHT, 0x86 if table else 0, 5, 0)
          + table[:384] + b"!\xfe\2hi\0" + control + b"," + struct.pack(
              "<HHHHB", left, top, width, height, 0x40 if interlaced else 0)
          + b"\7" + blocks + b"\0;")


gif("gif-whole.gif", (0, 0, WIDTH, HEIGHT))
gif("gif-interlaced.gif", (0, 0, WIDTH, HEIGHT), interlaced=True)
gif("gif-part.gif", (5, 4, 20, 10))
gif("gif-part-transparent.gif", (5, 4, 20, 10), transparent=17)
gif("gif-sticks-out.gif", (30, 15, 20, 10))
gif("gif-no-palette.gif", (0, 0, WIDTH, HEIGHT), table=b"")

noise = Image.frombytes("RGB", (WIDTH, HEIGHT), NOISE[:WIDTH * HEIGHT * 3])
out = io.BytesIO()
noise.save(out, "PNG")
write("noise.png", out.getvalue())
for size in ((37, 23), (1, 1), (10, 7), (36, 22), (74, 46), (37, 9), (5, 23), (100, 3), (3, 100)):
    with open(f"resized-{size[0]}x{size[1]}.rgb", "wb") as file:
        file.write(noise.resize(size, Image.Resampling.BILINEAR).tobytes())
