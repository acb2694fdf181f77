"""Files that are not what they seem: each gets one clear sentence, takes nothing, and costs neither time nor
memory."""

from __future__ import annotations

import gzip
import io
import json
import os
import struct
import tempfile
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from store import importers
from store.importers import ImportFailed, Options
from tests.importing import Desk
from tests.properties import tries

TABLE = "id,date,title\n1,2020,one\n2,2021,two\n"


def zipped(**files: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return out.getvalue()


def test_a_missing_file(desk: Desk) -> None:
    (report,) = desk.run(desk.inbox / "none.csv")
    assert report.error == "none.csv does not exist"


def test_an_empty_file(desk: Desk) -> None:
    assert desk.take("empty.csv", "").error == "empty.csv is empty"
    assert desk.take("blank.csv", " \n\n").error == "blank.csv is empty"
    assert desk.take("empty.csv.gz", gzip.compress(b"")).error == "empty.csv.gz is empty"


def test_a_folder_and_a_fifo(desk: Desk) -> None:
    folder, fifo = desk.inbox / "folder", desk.inbox / "fifo"
    folder.mkdir()
    os.mkfifo(fifo)
    reports = desk.run(folder, fifo)
    assert [report.error for report in reports] == [
        "folder is a folder; name the files in it",
        "fifo is not a regular file",
    ]


def test_links_are_followed_if_they_lead_somewhere(desk: Desk) -> None:
    desk.put("real.csv", TABLE)
    (desk.inbox / "link.csv").symlink_to("real.csv")
    (desk.inbox / "loose.csv").symlink_to("gone.csv")
    good, bad = desk.run(desk.inbox / "link.csv", desk.inbox / "loose.csv")
    assert (good.added, good.file) == (2, "link.csv")
    assert bad.error == "loose.csv is a link to gone.csv, which does not exist"


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, os.urandom(5000) + b"\0", bytes(5000)]
)
def test_a_binary_file(desk: Desk, content: bytes) -> None:
    for name in ("picture.csv", "picture", "picture.txt", "picture.json"):
        assert "binary" in desk.take(name, content).error


def test_gzip_and_zip_are_unpacked(desk: Desk) -> None:
    assert desk.take("one.csv.gz", gzip.compress(TABLE.encode())).added == 2
    assert desk.take("two.zip", zipped(two_csv=TABLE)).added == 2
    assert {event.id.split("-")[0] for event in desk.events()} == {"one", "two"}


def test_archives_that_cannot_be_used(desk: Desk) -> None:
    assert "holds 2 files" in desk.take("two.zip", zipped(a_csv=TABLE, b_csv=TABLE)).error
    assert "holds 0 files" in desk.take("none.zip", b"PK\x03\x04" + zipped()).error
    assert "damaged zip" in desk.take("bad.zip", zipped(a_csv=TABLE)[:40]).error
    locked = bytearray(zipped(a_csv=TABLE))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    assert "encrypted" in desk.take("locked.zip", bytes(locked)).error


def test_a_spreadsheet_is_to_be_saved_as_csv(desk: Desk) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert "save it as CSV" in desk.take("book.xlsx", out.getvalue()).error


def test_a_cut_archive_takes_nothing(desk: Desk) -> None:
    text = "id,date,title\n" + "".join(f"{n},2020,title {n * n}\n" for n in range(50_000))
    packed = gzip.compress(text.encode())
    report = desk.take("cut.csv.gz", packed[: len(packed) // 2])
    assert "damaged or cut short" in report.error
    assert report.read == report.added == 0
    assert not desk.events()
    flipped = bytearray(packed)
    flipped[len(packed) // 2] ^= 0xFF
    assert "damaged" in desk.take("flipped.csv.gz", bytes(flipped)).error


def bomb(size: int, line: bytes) -> bytes:
    """A gzip file that unpacks to ``size`` bytes of one line over and over."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = line * ((1 << 20) // len(line))
    packed = [squeeze.compress(b"id,date,title\n")]
    packed += [squeeze.compress(block) for _ in range(size >> 20)]
    return b"".join([*packed, squeeze.flush()])


def test_a_bomb_is_not_unpacked(desk: Desk) -> None:
    for name, line in (("spaces", b" "), ("rows", b"7,2020,the same\n")):
        report = desk.take(f"{name}.csv.gz", bomb(70 << 20, line))
        assert "grows more than 100 times when unpacked" in report.error
        assert report.read == 0


def test_what_a_file_unpacks_to_is_bounded(desk: Desk) -> None:
    text = "id,date,title\n" + "".join(f"{n},2020,title {n}\n" for n in range(60_000))
    report = desk.take("big.csv.gz", gzip.compress(text.encode()), options=Options(expanded=1 << 20))
    assert "unpacks to more than 1 MiB" in report.error


def test_a_zip_that_lies_about_its_size(desk: Desk) -> None:
    packed = bytearray(zipped(a_csv=TABLE * 1000))
    at = packed.index(b"PK\x01\x02")
    packed[at + 24 : at + 28] = struct.pack("<I", 10)
    assert desk.take("lying.zip", bytes(packed)).added <= 2


def test_json_that_is_none(desk: Desk) -> None:
    assert "not JSON" in desk.take("cut.json", '{"events": [{"start_date": {"year": "2020"}').error
    assert "nested too deep" in desk.take("deep.json", '{"events":[{"headline":' + "[" * 100_000).error
    report = desk.take("lines.jsonl", '{"date": "2020", "title": "one"}\n{oops}\n[]\n' + "[" * 5000 + "\n")
    assert report.added == 1
    assert [(refused.row, refused.reason.split(":")[0]) for refused in report.refused] == [
        (2, "not JSON"),
        (3, "not a JSON object"),
        (4, "not JSON"),
    ]


LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE rss [<!ENTITY a "lollollollol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;">
<!ENTITY file SYSTEM "file:///etc/hostname"><!ENTITY net SYSTEM "http://127.0.0.1:9/x"><!ENTITY plain "expanded">]>
<rss version="2.0"><channel><title>Feed</title>
<item><title>First &f; &file; &net; &plain;</title><link>https://x.example/1</link></item>
<item><title>Second</title><link>https://x.example/2</link></item></channel></rss>"""


def test_xml_entities_are_neither_expanded_nor_fetched(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr("socket.socket.connect", no_network)
    report = desk.take("laughs.rss", LAUGHS)
    assert report.added == 2
    assert "it declares XML entities; none is expanded" in report.notes
    titles = " ".join(article.title + article.text for article in desk.articles())
    assert "Second" in titles
    for secret in ("lol", "expanded", Path("/etc/hostname").read_text().strip()):
        assert secret not in titles


def test_one_large_entity_many_times(desk: Desk) -> None:
    feed = f'<!DOCTYPE rss [<!ENTITY x "{"y" * 50_000}">]><rss version="2.0"><channel><item><title>T</title>'
    feed += f"<description>{'&x;' * 20_000}</description></item></channel></rss>"
    report = desk.take("blowup.rss", feed)
    assert sum(len(article.text) for article in desk.articles()) < 200_000
    assert report.read == 1


def test_a_page_of_50_mb(desk: Desk) -> None:
    page = b"<html><body><p>" + b"word " * (10 << 20) + b"</p></body></html>"
    assert "larger than 10 MiB" in desk.take("huge.html", page).error
    assert "larger than 16 MiB" in desk.take("huge.rss", b"<rss><channel>" + page).error
    assert "larger than 8 MiB" in desk.take("huge.md", b"word word\n" * (1 << 20)).error


def test_nothing_hostile_reaches_the_dossier(desk: Desk) -> None:
    hostile = "a\x1b]8;;http://x\x07b\x00c\u202ed\ufeff\x9b1m"
    row = {"date": "2020", "title": hostile, "tags": [hostile], "source": hostile, "place": {"name": hostile}}
    desk.take("hostile.jsonl", json.dumps(row))
    event = desk.event()
    assert event.place is not None
    for words in (event.title, *event.tags, event.claims[0].source, event.place.name):
        assert words == "abcd"


def test_a_request_that_makes_no_sense(desk: Desk) -> None:
    path = desk.put("a.csv", TABLE)
    with pytest.raises(ImportFailed, match="there is no format xyz"):
        desk.run(path, format="xyz")
    with pytest.raises(ImportFailed, match="publication is no date"):
        desk.run(path, published="yesterday")
    with pytest.raises(ImportFailed, match="is in no format that is known"):
        importers.sniff(desk.put("prose.py", "import this\nprint(1)\n"))


SAMPLES: dict[str, bytes] = {
    "table": TABLE.encode(),
    "tabs": b"a\tb\tc\n1\t2\t3\n",
    "prose": b"A title\n\nSome words, and more.\n",
    "object": b'{"a": 1}\n',
    "list": b"[1, 2]\n",
    "tables": b'{"events": {"1": {"id": 7}}}\n',
    "feed": b"<rss><channel><item><title>T</title></item></channel></rss>",
    "page": b"<!doctype html><html><body><p>Words.</p></body></html>",
    "quotes": b'"a","b\n"c","d"\n"\n',
}


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("format", [format.name for format in importers.FORMATS])
def test_any_file_as_any_format_gives_an_account(desk: Desk, name: str, format: str) -> None:
    (report,) = desk.run(desk.put("file", SAMPLES[name]), format=format)
    assert report.format == format
    assert report.error or report.read == report.taken + report.skipped + report.merged + len(report.refused)


@given(st.sampled_from(sorted(SAMPLES)), st.binary(max_size=30), st.integers(0, 60), st.data())
@tries(60, suppress_health_check=list(HealthCheck))
@pytest.mark.usefixtures("quick_disk")
def test_damaged_files_give_an_account(name: str, noise: bytes, at: int, data: st.DataObject) -> None:
    content = SAMPLES[name][:at] + noise + SAMPLES[name][at:]
    format = data.draw(st.sampled_from([None, *(format.name for format in importers.FORMATS)]))
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        (report,) = desk.run(desk.put("file", content), format=format, dry_run=True)
        assert report.error or report.format


def test_names_of_files_may_be_anything(desk: Desk) -> None:
    path = os.path.join(os.fsencode(desk.inbox), b"bad\x1b[31m\xff\nname.csv")
    with open(path, "wb") as file:
        file.write(TABLE.encode())
    (report,) = desk.run(Path(os.fsdecode(path)))
    assert (report.file, report.added) == ("bad name.csv", 2)
    assert all(event.origin and event.origin.file == "bad name.csv" for event in desk.events())
