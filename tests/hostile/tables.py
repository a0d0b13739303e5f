"""CSV files that are no CSV, that are too much, or that say something else to another reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus import LINKS, cases, csv_of, file, links, replaced

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus import Build

ROW = b"c1,c2,denies\n"
GOOD = LINKS + ROW
CLAIMS = b"claim_id,event_id,source_id,stance,certainty,topics\n"


ENCODINGS = {
    "a byte that is not UTF-8": (LINKS + b"c\xff,c2,denies\n" + ROW, "1 TAB002 claim_links.csv:2"),
    "Latin-1": (LINKS + "café,c2,denies\n".encode("latin-1") + ROW, "1 TAB002 claim_links.csv:2"),
    "an overlong slash": (LINKS + b"c\xc0\xaf,c2,denies\n" + ROW, "1 TAB002 claim_links.csv:2"),
    "half a surrogate pair as CESU-8": (LINKS + b"c\xed\xa0\x80,c2,denies\n" + ROW, "1 TAB002 claim_links.csv:2"),
    "a code point beyond Unicode": (LINKS + b"c\xf4\x90\x80\x80,c2,denies\n" + ROW, "1 TAB002 claim_links.csv:2"),
    "a sequence cut off by the end": (GOOD + b"c1,c3,denies\xe2\x82", "1 TAB002 claim_links.csv:3"),
    "a sequence cut off by a comma": (LINKS + b"c1\xe2\x82,c2,denies\n", "1 TAB002 claim_links.csv:2"),
    "not UTF-8 in the header": (
        b"claim_id,related_claim_id,relation\xff\n" + ROW,
        "1 TAB002 claim_links.csv:1 | not checked: table claim_links",
    ),
    "UTF-16 with its mark": (
        GOOD.decode().encode("utf-16"),
        "1 TAB002 claim_links.csv:1 | not checked: table claim_links",
    ),
    "UTF-16, the other way round": (
        b"\xfe\xff" + GOOD.decode().encode("utf-16-be"),
        "1 TAB002 claim_links.csv:1 | not checked: table claim_links",
    ),
    "UTF-16 without its mark": (
        GOOD.decode().encode("utf-16-le"),
        "1 TAB002 claim_links.csv:1 | not checked: table claim_links",
    ),
    "UTF-16 without its mark, the other way round": (
        GOOD.decode().encode("utf-16-be"),
        "1 TAB002 claim_links.csv:1 | not checked: table claim_links",
    ),
    "UTF-32": (GOOD.decode().encode("utf-32"), "1 TAB002 claim_links.csv:1 | not checked: table claim_links"),
    "UTF-7": (LINKS + b"+ADw-script+AD4-,c2,denies\n", "1 CEL004 claim_links.csv:2 claim_id"),
    "EBCDIC": (GOOD.decode().encode("cp500"), "1 TAB002 claim_links.csv:1 | not checked: table claim_links"),
    "a byte order mark": (b"\xef\xbb\xbf" + GOOD, "0 TAB009 claim_links.csv:1"),
    "two byte order marks": (
        b"\xef\xbb\xbf\xef\xbb\xbf" + GOOD,
        "1 TAB003 claim_links.csv:1 \\ufeffclaim_id; TAB004 claim_links.csv:1 claim_id; TAB009 claim_links.csv:1",
    ),
    "a byte order mark inside": (LINKS + b"\xef\xbb\xbfc1,c2,denies\n", "1 CEL004 claim_links.csv:2 claim_id"),
    "NUL in a cell": (LINKS + b"c\0,c2,denies\n" + ROW, "1 TAB011 claim_links.csv:2"),
    "NUL in the header": (
        b"claim_id\0,related_claim_id,relation\n" + ROW,
        "1 TAB011 claim_links.csv:1 | not checked: table claim_links",
    ),
    "nothing but NUL": (
        b"\0" * 10_000,
        "1 TAB011 claim_links.csv:1 | not checked: table claim_links",
    ),
    "gzip": (
        b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + bytes(range(256)),
        "1 TAB002 claim_links.csv:1 | not checked: table claim_links",
    ),
    "a zip archive": (b"PK\x03\x04" + bytes(range(256)), "1 TAB002 claim_links.csv:1 | not checked: table claim_links"),
    "a Parquet file": (
        b"PAR1" + bytes(range(256)) + b"PAR1",
        "1 TAB002 claim_links.csv:1 | not checked: table claim_links",
    ),
    "an end-of-file mark of DOS": (GOOD + b"\x1a", "1 TAB006 claim_links.csv:3"),
}

RECORDS = {
    "nothing": (b"", "1 TAB001 claim_links.csv:1 | not checked: table claim_links"),
    "a line break": (b"\n", "1 TAB001 claim_links.csv:1 | not checked: table claim_links"),
    "blank lines": (b"\n\r\n\n", "1 TAB001 claim_links.csv:1 | not checked: table claim_links"),
    "spaces": (
        b"   \n",
        "1 TAB003 claim_links.csv:1    ; TAB004 claim_links.csv:1 claim_id; TAB004 claim_links.csv:1 related_claim_id; TAB004 claim_links.csv:1 relation",
    ),
    "only a byte order mark": (
        b"\xef\xbb\xbf",
        "1 TAB001 claim_links.csv:1; TAB009 claim_links.csv:1 | not checked: table claim_links",
    ),
    "a header only": (LINKS, "0 "),
    "a header without a line end": (LINKS.rstrip(), "0 "),
    "no line end at the end": (GOOD.rstrip(), "0 "),
    "a cell too few": (LINKS + b"c1,c2\n" + ROW, "1 TAB006 claim_links.csv:2"),
    "a cell too many": (LINKS + b"c1,c2,denies,x\n" + ROW, "1 TAB006 claim_links.csv:2"),
    "an empty cell too many": (LINKS + b"c1,c2,denies,\n" + ROW, "1 TAB006 claim_links.csv:2"),
    "one cell": (LINKS + b"c1\n" + ROW, "1 TAB006 claim_links.csv:2"),
    "a blank line inside": (LINKS + b"\n" + ROW, "0 TAB010 claim_links.csv:2"),
    "a line of spaces inside": (LINKS + b"  \n" + ROW, "1 TAB006 claim_links.csv:2"),
    "line ends of all kinds": (LINKS + b"c1,c2,denies\rc1,c3,denies\r\nc1,c4,denies\n", "0 "),
    "line ends of old": (GOOD.replace(b"\n", b"\r"), "0 "),
    "a line break of Unicode": (LINKS + "c1\u2028,c2,denies\n".encode() + ROW, "1 CEL004 claim_links.csv:2 claim_id"),
    "a line break in a cell": (LINKS + b'"c1\nx",c2,denies\n' + ROW, "1 CEL004 claim_links.csv:2 claim_id"),
    "a quote that stays open": (LINKS + b'"c1,c2,denies\n' + ROW, "1 TAB007 claim_links.csv:2"),
    "a quote that stays open at the end": (GOOD + b'c3,c4,"denies', "1 TAB007 claim_links.csv:3"),
    "a quote inside": (LINKS + b'c"1,c2,denies\n' + ROW, "1 CEL004 claim_links.csv:2 claim_id"),
    "text after a quote": (LINKS + b'"c"1,c2,denies\n' + ROW, "1 TAB007 claim_links.csv:2"),
    "spaces before a quote": (LINKS + b' "c1",c2,denies\n' + ROW, "1 CEL004 claim_links.csv:2 claim_id"),
    "quotes escaped with backslashes": (LINKS + b'"c\\"1",c2,denies\n' + ROW, "1 TAB007 claim_links.csv:2"),
    "single quotes": (LINKS + b"'c,1',c2,denies\n" + ROW, "1 TAB006 claim_links.csv:2"),
    "a quote that stays open in the header": (
        b'"claim_id,related_claim_id,relation\n' + ROW,
        "1 TAB007 claim_links.csv:1 | not checked: table claim_links",
    ),
    "a quote for each of ten thousand lines": (
        LINKS + b'"c1",c2,denies\n"' * 10_000,
        "1 TAB007 claim_links.csv:3; TAB007 claim_links.csv:4; TAB007 claim_links.csv:5; 9997 more",
    ),
    "no header": (
        ROW,
        "1 TAB003 claim_links.csv:1 c1; TAB003 claim_links.csv:1 c2; TAB003 claim_links.csv:1 denies; TAB004 claim_links.csv:1 claim_id; TAB004 claim_links.csv:1 related_claim_id; TAB004 claim_links.csv:1 relation",
    ),
    "the header twice": (LINKS + LINKS + ROW, "1 CEL003 claim_links.csv:2 relation"),
    "a comment": (
        b"# links\n" + GOOD,
        "1 TAB003 claim_links.csv:1 # links; TAB004 claim_links.csv:1 claim_id; TAB004 claim_links.csv:1 related_claim_id; TAB004 claim_links.csv:1 relation; TAB006 claim_links.csv:2; TAB006 claim_links.csv:3",
    ),
    "a hint for a spreadsheet": (
        b"sep=,\n" + GOOD,
        "1 TAB003 claim_links.csv:1; TAB003 claim_links.csv:1 sep=; TAB004 claim_links.csv:1 claim_id; TAB004 claim_links.csv:1 related_claim_id; TAB004 claim_links.csv:1 relation; TAB006 claim_links.csv:2; TAB006 claim_links.csv:3",
    ),
}

HEADERS = {
    "a column twice": (
        b"claim_id,related_claim_id,relation,relation\nc1,c2,denies,denies\n",
        "1 TAB005 claim_links.csv:1 relation",
    ),
    "a column missing": (b"claim_id,relation\nc1,denies\n", "1 TAB004 claim_links.csv:1 related_claim_id"),
    "a column misspelt": (
        b"claim_id,related_claim_id,realtion\nc1,c2,denies\n",
        "1 TAB003 claim_links.csv:1 realtion; TAB004 claim_links.csv:1 relation",
    ),
    "a column in capitals": (
        b"CLAIM_ID,related_claim_id,relation\nc1,c2,denies\n",
        "1 TAB003 claim_links.csv:1 CLAIM_ID; TAB004 claim_links.csv:1 claim_id",
    ),
    "a column with spaces": (
        b"claim_id, related_claim_id,relation\nc1,c2,denies\n",
        "1 TAB003 claim_links.csv:1  related_claim_id; TAB004 claim_links.csv:1 related_claim_id",
    ),
    "a column that looks the same": (
        "claim_id,related_claim_id,rel\u0430tion\nc1,c2,denies\n".encode(),
        "1 TAB003 claim_links.csv:1 relаtion; TAB004 claim_links.csv:1 relation",
    ),
    "a column with nothing to see in it": (
        "claim_id,related_claim_id,relation\u200b\nc1,c2,denies\n".encode(),
        "1 TAB003 claim_links.csv:1 relation\\u200b; TAB004 claim_links.csv:1 relation",
    ),
    "columns in another order": (b"relation,related_claim_id,claim_id\ndenies,c2,c1\n", "0 "),
    "an empty column": (b"claim_id,related_claim_id,relation,\nc1,c2,denies,x\n", "1 TAB003 claim_links.csv:1"),
    "two empty columns": (
        b"claim_id,,related_claim_id,relation,\nc1,,c2,denies,\n",
        "1 TAB003 claim_links.csv:1; TAB003 claim_links.csv:1",
    ),
    "a column of one's own twice": (
        b"claim_id,related_claim_id,relation,x_a,x_a\nc1,c2,denies,1,2\n",
        "1 TAB005 claim_links.csv:1 x_a",
    ),
    "a column of one's own in other letters": (
        "claim_id,related_claim_id,relation,x_Ä\nc1,c2,denies,1\n".encode(),
        "1 TAB003 claim_links.csv:1 x_Ä",
    ),
    "a column that the engine adds": (
        b"claim_id,related_claim_id,relation,_row,_line,_place,rowid\nc1,c2,denies,1,2,3,4\n",
        "1 TAB003 claim_links.csv:1 _line; TAB003 claim_links.csv:1 _place; TAB003 claim_links.csv:1 _row; TAB003 claim_links.csv:1 rowid",
    ),
    "a column of one's own that is SQL": (
        b'claim_id,related_claim_id,relation,"x_a"";DROP TABLE events;--"\nc1,c2,denies,1\n',
        '1 TAB003 claim_links.csv:1 x_a";DROP TABLE events;--',
    ),
    "a column that is SQL": (
        b"claim_id,related_claim_id,relation,\"1) FROM read_text('/etc/passwd')--\"\nc1,c2,denies,1\n",
        "1 TAB003 claim_links.csv:1 1) FROM read_text('/etc/passwd')--",
    ),
    "a column of a megabyte": (
        LINKS.strip() + b"," + b"x" * 1_000_000 + b"\nc1,c2,denies,1\n",
        "1 TAB003 claim_links.csv:1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    ),
    "a column of one's own of a megabyte": (
        LINKS.strip() + b",x_" + b"x" * 1_000_000 + b"\nc1,c2,denies,1\n",
        "1 TAB003 claim_links.csv:1 x_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    ),
    "semicolons": (GOOD.replace(b",", b";"), "1 TAB008 claim_links.csv:1 | not checked: table claim_links"),
    "tabs": (GOOD.replace(b",", b"\t"), "1 TAB008 claim_links.csv:1 | not checked: table claim_links"),
    "vertical bars": (GOOD.replace(b",", b"|"), "1 TAB008 claim_links.csv:1 | not checked: table claim_links"),
    "colons": (
        GOOD.replace(b",", b":"),
        "1 TAB008 claim_links.csv:1 | not checked: table claim_links",
    ),
    "spaces between cells": (
        GOOD.replace(b",", b"  "),
        "1 TAB008 claim_links.csv:1 | not checked: table claim_links",
    ),
    "carets": (
        GOOD.replace(b",", b"^"),
        "1 TAB008 claim_links.csv:1 | not checked: table claim_links",
    ),
    "semicolons around one comma": (
        b"claim_id;related_claim_id;relation,x\nc1;c2;denies\n",
        "1 TAB008 claim_links.csv:1 | not checked: table claim_links",
    ),
}

SIZES = {
    "a thousand columns of one's own": (
        lambda: LINKS.strip() + b"".join(b",x_%d" % i for i in range(997)) + b"\n",
        "0 ",
    ),
    "1,001 columns": (
        lambda: LINKS.strip() + b"".join(b",x_%d" % i for i in range(998)) + b"\n",
        "2 conflictdp: claim_links.csv: 1,001 columns of a table; at most 1,000 are taken. Nothing is said of the data. If you trust them, raise the limit: --limit columns=NUMBER",
    ),
    "a million columns": (
        lambda: LINKS.strip() + b"," * 1_000_000 + b"\n",
        "2 conflictdp: claim_links.csv: 1,000,003 columns of a table; at most 1,000 are taken. Nothing is said of the data. If you trust them, raise the limit: --limit columns=NUMBER",
    ),
    "a million columns in a record": (lambda: LINKS + b"," * 1_000_000 + b"\n" + ROW, "1 TAB006 claim_links.csv:2"),
    "ten thousand rows of one comma": (
        lambda: LINKS + b",\n" * 10_000,
        "1 TAB006 claim_links.csv:2; TAB006 claim_links.csv:3; TAB006 claim_links.csv:4; 9997 more",
    ),
    "a hundred thousand rows of two commas": (
        lambda: LINKS + b",,\n" * 100_000,
        "1 CEL001 claim_links.csv:2 claim_id; CEL001 claim_links.csv:3 claim_id; CEL001 claim_links.csv:4 claim_id; 99997 more; CEL001 claim_links.csv:2 related_claim_id; CEL001 claim_links.csv:3 related_claim_id; CEL001 claim_links.csv:4 related_claim_id; 99997 more; CEL001 claim_links.csv:2 relation; CEL001 claim_links.csv:3 relation; CEL001 claim_links.csv:4 relation; 99997 more",
    ),
    "ten thousand blank lines": (
        lambda: LINKS + b"\n" * 10_000,
        "0 TAB010 claim_links.csv:2; TAB010 claim_links.csv:3; TAB010 claim_links.csv:4; 9997 more",
    ),
    "ten thousand rows with a byte that is not UTF-8": (
        lambda: LINKS + b"\xff,c2,denies\n" * 10_000,
        "1 TAB002 claim_links.csv:2; TAB002 claim_links.csv:3; TAB002 claim_links.csv:4; 9997 more",
    ),
    "a line of nine megabytes": (
        lambda: b"a" * 9_000_000,
        "1 TAB007 claim_links.csv:1 | not checked: table claim_links",
    ),
    "a line of nine megabytes after the header": (lambda: LINKS + b"a" * 9_000_000, "1 TAB007 claim_links.csv:2"),
    "a cell of two megabytes": (
        lambda: LINKS + b"c1,c2," + b"a" * 2_000_000 + b"\n" + ROW,
        "1 CEL003 claim_links.csv:2 relation",
    ),
    "a quoted cell of nine megabytes": (
        lambda: LINKS + b'c1,c2,"' + b"a" * 9_000_000 + b'"\n' + ROW,
        "1 TAB007 claim_links.csv:2",
    ),
    "a cell of nine megabytes of quotes": (
        lambda: LINKS + b'c1,c2,"' + b'""' * 4_500_000 + b'"\n' + ROW,
        "1 TAB007 claim_links.csv:2",
    ),
    "a cell of a million lines": (
        lambda: LINKS + b'c1,c2,"' + b"\n" * 1_000_000 + b'"\n' + ROW,
        "1 CEL003 claim_links.csv:2 relation",
    ),
    "an open quote before a million lines": (lambda: LINKS + b'"' + ROW * 500_000, "1 TAB007 claim_links.csv:2"),
    "a record of 2,000 lines": (
        lambda: LINKS + b'c1,c2,"' + b"a\n" * 2000 + b'"\n' + ROW,
        "1 CEL003 claim_links.csv:2 relation",
    ),
    "a million records of one key": (
        lambda: GOOD + ROW * 500_000,
        "1 KEY003 claim_links.csv:3; KEY003 claim_links.csv:4; KEY003 claim_links.csv:5; 499997 more",
    ),
}

DAYS = {
    "a day in digits of another script": (
        "٢٠٣١-٠٥-٠٣",
        "1 CEL002 events.csv:3 end_date; CEL002 events.csv:3 start_date",
    ),
    "a day of a week": ("2031-W05-1", "1 CEL002 events.csv:3 end_date; CEL002 events.csv:3 start_date"),
    "a day without its dashes": ("20310503", "1 CEL002 events.csv:3 end_date; CEL002 events.csv:3 start_date"),
    "a day without its zeros": ("2031-5-3", "1 CEL002 events.csv:3 end_date; CEL002 events.csv:3 start_date"),
    "a day that does not exist": ("2031-02-30", "1 CEL002 events.csv:3 end_date; CEL002 events.csv:3 start_date"),
    "a day with a time": ("2031-05-03T00:00:00", "1 CEL002 events.csv:3 end_date; CEL002 events.csv:3 start_date"),
    "a day with a space": (" 2031-05-03", "1 CEL002 events.csv:3 end_date; CEL002 events.csv:3 start_date"),
    "a day of the year zero": ("0000-01-01", "1 CEL002 events.csv:3 end_date; CEL002 events.csv:3 start_date"),
    "a day beyond the year 9999": ("10000-01-01", "1 CEL002 events.csv:3 end_date; CEL002 events.csv:3 start_date"),
    "a day that never ends": ("infinity", "1 CEL002 events.csv:3 end_date; CEL002 events.csv:3 start_date"),
    "a day that is today": ("today", "1 CEL002 events.csv:3 end_date; CEL002 events.csv:3 start_date"),
    "a formula for a day": ("=NOW()", "1 CEL002 events.csv:3 end_date; CEL002 events.csv:3 start_date"),
}

NUMBERS = {
    "not a number": ("nan", "1 CEL007 locations.csv:3 latitude"),
    "an infinite number": ("inf", "1 CEL002 locations.csv:3 latitude"),
    "a number with an exponent": ("1e1", "1 CEL002 locations.csv:3 latitude"),
    "a number in hexadecimal": ("0x10", "1 CEL002 locations.csv:3 latitude"),
    "a number with underscores": ("1_0", "1 CEL002 locations.csv:3 latitude"),
    "a number with a sign": ("+10", "1 CEL002 locations.csv:3 latitude"),
    "a number with a comma": ("10,5", "1 CEL002 locations.csv:3 latitude"),
    "a number with a point at its end": ("10.", "1 CEL002 locations.csv:3 latitude"),
    "a number with a space": ("10 ", "1 CEL002 locations.csv:3 latitude"),
    "a number with a space that does not break": ("10\u00a0", "1 CEL002 locations.csv:3 latitude"),
    "a number in full-width digits": ("１０", "1 CEL002 locations.csv:3 latitude"),
    "a number in digits of another script": ("١٠", "1 CEL002 locations.csv:3 latitude"),
    "a number of 5,000 digits": ("9" * 5000, "1 CEL005 locations.csv:3 latitude"),
    "a number of 5,000 decimals": ("1." + "0" * 5000, "0 "),
    "a number with a sign of its own": ("\u221210", "1 CEL002 locations.csv:3 latitude"),
    "a fraction": ("½", "1 CEL002 locations.csv:3 latitude"),
}

LISTS = {
    "a list of half a million items": (lambda: b"a|" * 500_000 + b"a", "1 CEL009 claims.csv:2 topics"),
    "a list of half a million empty items": (lambda: b"|" * 500_000, "1 CEL004 claims.csv:2 topics"),
    "a list of one item of a megabyte": (lambda: b"a" * 1_000_000, "1 CEL006 claims.csv:2 topics"),
}


def day(value: str) -> Build:
    """The base with an event more, on that day."""
    row = f"e2,armed_clash,x,{value},{value},day,within,l1\n"
    return replaced("events.csv", csv_of("events") + row.encode())


def latitude(value: str) -> Build:
    """The base with a place more, at that latitude."""
    row = f'l2,x,settlement,BRA,"{value}",-55.5,3000,settlement,settlement_centroid\n'
    return replaced("locations.csv", csv_of("locations") + row.encode())


def topics(make: Callable[[], bytes]) -> Build:
    """A lone claim with that list of topics."""
    return file("claims.csv", lambda: CLAIMS + b"c1,e1,s1,asserts,stated," + make() + b"\n")


CASES = [
    *cases("CSV in", ENCODINGS, links),
    *cases("CSV with", RECORDS, links),
    *cases("header with", HEADERS, links),
    *cases("CSV with", SIZES, links),
    *cases("cell with", DAYS, day),
    *cases("cell with", NUMBERS, latitude),
    *cases("cell with", LISTS, topics),
]
