"""Texts that nobody should type, and a printer in a cage that prints them all. Run as a module by its test."""

import json
import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import django
from django.conf import settings
from django.template.loader import render_to_string

from papers.printing import FontsOnly, pdf_of
from papers.text.markdown import to_html

LONG = 20_000

# Each is refused in words when somebody tries to save it.
REFUSED: list[str] = [
    # Scripts and handlers
    "<script>alert(1)</script>",
    "<SCRIPT SRC=http://example.org/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x20type='text/javascript'>javascript:alert(1);</script>",
    "</p></body></html><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"x\" onerror='fetch(`http://example.org`)'",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    '"><svg/onload=alert(1)>',
    "<a href='javascript:alert(1)'>x</a>",
    "<b onmouseover=alert(1)>vet</b>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<math><mtext></table><mglyph><style><img src=x onerror=alert(1)>",
    # Addresses
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#x73;cript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](file:///etc/passwd)",
    "[x](/etc/passwd)",
    "[x](../../../../etc/passwd)",
    "[x](//example.org/x)",
    "[x](ftp://example.org/x)",
    "[x](\\\\example.org\\deel)",
    "[x](http://)",
    "[x](https://{{ gemeente }}.example.org)",
    "[x](<javascript:alert(1)>)",
    "[x](%6a%61vascript:alert(1))",
    "<javascript:alert(1)>",
    "<file:///etc/passwd>",
    "[x]: javascript:alert(1)\n\n[x]",
    "[a]: /etc/passwd 'x'\n\n[klik hier][a]",
    # Pictures and things that fetch
    "![x](file:///etc/passwd)",
    "![x](http://example.org/x.png)",
    "![x](data:image/svg+xml;base64,PHN2Zy8+)",
    "<img src=file:///etc/passwd>",
    "<img srcset='http://example.org/a.png 1x'>",
    "<iframe src=file:///etc/passwd></iframe>",
    "<object data=file:///etc/passwd></object>",
    "<embed src=http://example.org/x.pdf>",
    "<link rel=stylesheet href=http://example.org/x.css>",
    "<link rel=attachment href=file:///etc/passwd>",
    "<base href=http://example.org/>",
    "<meta http-equiv=refresh content='0;url=http://example.org'>",
    "<style>@import url(http://example.org/x.css);</style>",
    "<style>p { background: url(file:///etc/passwd) }</style>",
    "<style>@font-face { font-family: x; src: url(file:///etc/passwd) }</style>",
    "<p style='background: url(http://example.org/x.png)'>x</p>",
    "<svg><image href='file:///etc/passwd'/></svg>",
    "<svg><use href='http://example.org/x.svg#a'/></svg>",
    "<svg><foreignObject><iframe src=http://example.org></iframe></foreignObject></svg>",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
    "<!-- --><!--#include file='/etc/passwd'-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<span class='footnote' style='content: url(http://example.org)'>x</span>",
    "<a rel=attachment href=file:///etc/passwd>x</a>",
    # Template syntax
    "{{ settings.SECRET_KEY }}",
    "{{ request.user.password }}",
    "{{ gemeente.__class__.__mro__ }}",
    "{{ gemeente|safe }}",
    "{% include '/etc/passwd' %}",
    "{% load static %}{% static 'x' %}",
    "{% debug %}",
    "{# niets #}",
    "{{ '{{' }}",
    "{{{{ gemeente }}}}",
    "{{ gemeente",
    "gemeente }}",
    "{%",
    "${7*7} #{7*7} {{7*7}}",
    "{gemeente!r} {0.__class__} {{}}",
    "«Naam» <<Naam>> [Status] XXX ………… ________",
    # Too much
    "x" * 1_000_000,
    "woord " * 170_000,
    "\n" * 1_000_000,
    "[" * LONG,
    "[x](" * (LONG // 4),
    "[x](http://example.org) " * (LONG // 24),
    "[^1]" * (LONG // 4),
    "[^1] " * 190 + "\n\n[^1]: " + "noot " * 3000,
    "[^a]: [^b]\n[^b]: [^a]\n\nx[^a]",
    "\n".join("    " * depth + f"[^{depth}]: [^{depth + 1}]" for depth in range(60)),
    "\n".join(f"[r{one}]: http://example.org/{one}" for one in range(400)),
    "- " * (LONG // 2),
    "\n".join("  " * depth + "- x" for depth in range(130)),
    "> " * (LONG // 2),
    "`" * LONG,
    "#" * 7 + " x\n" + "# x\n" * 3000,
    "| a " * 200 + "|\n" + "|---" * 200 + "|\n" + ("| x " * 200 + "|\n") * 10,
    "<" * LONG + "<a",
    "<b>" * (LONG // 3),
    "&lt;" * (LONG // 4),
    "{{" * (LONG // 2),
    "{{ gemeentee }}" * (LONG // 16),
    "a\\\n" * (LONG // 3),
    "- x\n" * (LONG // 4),
    "1. x\n" * (LONG // 5),
    # Signs
    "\u05e2\u05d1\u05e8\u05d9\u05ea en \u0627\u0644\u0639",
    "\U0001f600" * 500,
    "Z" + "\u0335\u0336\u0337\u0338" * 4000,
]  # fmt: skip

# These may be saved: what is wrong in them is left out or stays the text that it is.
HARMLESS: list[str] = [
    "\u202egnirts esrever\u202c \u2066x\u2069",
    "nul\x00teken, bel\x07, terug\x08, wissen\x7f",
    "\ud800half paar\udfff",
    "\u200b\u200d\ufeff\u00ad" * 2000,
    "*a **" * (LONG // 5),
    "**" * (LONG // 2 - 1) + " x",
    "_" + "a_" * (LONG // 2 - 1),
    "(" * LONG,
    "a" * LONG,
    "{{ gemeente }} " * (LONG // 15),
    "e\u0301" * (LONG // 2),
    "url(file:///etc/passwd) @import 'http://example.org/x.css'; expression(alert(1))",
    "onclick=alert(1) style=x:y javascript:alert(1) file:///etc/passwd",
    "**niet [gesloten (en *verder",
    "\ufdfa".replace("\ufdfa", "a") + "\r\n\x0b\x0c\x85\u2028\u2029b",
]

TEXTS = [*REFUSED, *HARMLESS]
VALUES = {"gemeente": "de <script>stad</script> {{ ocmw }} **Aalst** [x](javascript:alert(1)) &amp;"}


@dataclass(frozen=True)
class Sheet:
    """As much of a paper as the frame around every paper needs."""

    reference: str = "X-1"
    title: str = "Proef"
    is_draft: bool = False
    fingerprint: str = "0" * 64
    unfilled: list[Any] = field(default_factory=list)
    phrases: dict[str, str] = field(default_factory=lambda: {"page": "pagina", "page_of": "van"})


def print_all() -> dict[str, Any]:
    """Print the texts, a group to a document; tells what was asked for outside our fonts, and what was opened."""
    frame = render_to_string("papers/pdf/base.html", {"paper": Sheet(), "accent": "#0b5563"})
    pdf_of(frame.replace("</header>", "<h1>Proef</h1></header>"))  # what starts the printer is not what is watched
    fetcher, opened, sizes = FontsOnly(), [], []
    sys.addaudithook(lambda event, args: opened.append(f"{event} {args[:2]}") if is_strange(event, args) else None)
    for group in groups():
        sections = "".join(f"<section><h2>{number}</h2>{written}</section>" for number, written in group)
        page = frame.replace("</header>", "<h1>Proef</h1></header>").replace("</body>", f"{sections}</body>")
        content = pdf_of(page, fetcher=fetcher)
        sizes.append(len(content))
        found = [mark.decode() for mark in (b"/JavaScript", b"/EmbeddedFile", b"/Launch", b"/JS") if mark in content]
        opened.extend(f"in the file: {mark}" for mark in found)
    return {"refused": fetcher.refused, "opened": opened, "sizes": sizes}


def groups() -> Iterator[list[tuple[int, str]]]:
    """The texts as HTML, with their numbers: the short ones together, for a long document costs more than two short."""
    group: list[tuple[int, str]] = []
    for number, text in enumerate(TEXTS):
        group.append((number, to_html(text, values=VALUES)))
        if sum(len(written) for _number, written in group) > 15_000:
            yield group
            group = []
    yield group


def is_strange(event: str, args: tuple[Any, ...]) -> bool:
    """Whether something is asked for that is neither a font of ours nor a part of a program."""
    return event in WATCHED and not (event == "open" and str(args[0]).startswith(OURS))


OURS = (str(settings.BASE_DIR / "static" / "vendor"), sys.prefix, sys.base_prefix)
WATCHED = {"open", "socket.connect", "socket.getaddrinfo", "urllib.Request", "subprocess.Popen", "os.system"}

if __name__ == "__main__":
    django.setup()
    seconds, megabytes = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    print(json.dumps(print_all()))
