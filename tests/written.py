"""PDF and DOCX files made by hand for the tests."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence

#: x, y from the top, size, font (``R`` regular, ``B`` bold, ``I`` italic), words
Word = tuple[float, float, float, str, str]
HEIGHT = 792


def _escaped(text: str) -> bytes:
    data = text.replace("–", "\x96").replace("•", "\x95").replace("’", "\x92").encode("latin-1")
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def pdf(pages: Sequence[Iterable[Word]], *, links: Sequence[tuple[float, float, float, float, str]] = ()) -> bytes:
    """A PDF of pages of words; ``links`` lie on the first: left, top, right, bottom, address."""
    streams = [
        b"".join(
            b"BT /%s %g Tf %g %g Td (%s) Tj ET\n" % (font.encode(), size, x, HEIGHT - y, _escaped(text))
            for x, y, size, font, text in page
        )
        for page in pages
    ]
    return pdf_of(streams, links=links)


def pdf_of(
    streams: Sequence[bytes],
    *,
    links: Sequence[tuple[float, float, float, float, str]] = (),
    trailer: bytes = b"",
    extra: bytes = b"",
) -> bytes:
    """A PDF with the content streams of its pages as they are."""
    notes = b"".join(
        b"<< /Type /Annot /Subtype /Link /Rect [%g %g %g %g] /A << /S /URI /URI (%s) >> >> "
        % (x0, HEIGHT - y1, x1, HEIGHT - y0, url.encode())
        for x0, y0, x1, y1, url in links
    )
    fonts = b"".join(
        b"/%s << /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >> " % (name, base)
        for name, base in ((b"R", b"Helvetica"), (b"B", b"Helvetica-Bold"), (b"I", b"Helvetica-Oblique"))
    )
    first = 3
    kids = b" ".join(b"%d 0 R" % (first + 2 * index) for index in range(len(streams)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(streams))]
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 %d] /Resources << /Font << %s >> >> /Contents %d 0 R %s >>"
    for index, stream in enumerate(streams):
        annots = b"/Annots [%s]" % notes if index == 0 and notes else b""
        objects.append(page % (HEIGHT, fonts, first + 2 * index + 1, annots))
        objects.append(b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(stream), extra, stream))
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, trailer, len(data))
    )


def with_password() -> bytes:
    """A PDF that no reader opens without its password."""
    encryption = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<00> <00>]"
    return pdf_of([b"BT /R 12 Tf 72 700 Td (Ada) Tj ET"], trailer=encryption % (b"ab" * 32, b"cd" * 32))


def bomb(size: int) -> bytes:
    """A PDF whose page unpacks to ``size`` bytes."""
    packer = zlib.compressobj(1)
    block = b"\0" * 10_000_000
    packed = b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()
    return pdf_of([packed], extra=b"/Filter /FlateDecode")


def changed_docx(data: bytes, part: str, content: bytes) -> bytes:
    """A DOCX with one part replaced, or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
        if part not in old.namelist():
            new.writestr(part, content)
    return out.getvalue()
