"""Reading a table somebody sends: CSV in any of its dialects, or XLSX. No ORM here."""

import csv
import io
import zipfile

import openpyxl

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 100
# a small zip can hide a file that fills the memory
MAX_UNZIPPED_BYTES = 100 * 1024 * 1024
# titles often stand above the header
HEADER_SEARCH_ROWS = 15


class TableFileError(ValueError):
    """The file as a whole can not be read; ``reason`` says which way."""

    def __init__(self, reason, **details):
        super().__init__(reason)
        self.reason = reason
        self.details = details


def read_table(content):
    """Return all rows of a file as lists of text, titles and empty rows included.

    Kind of file, encoding and delimiter are found out.

    :param bytes content: the file
    :raise TableFileError: ``empty``, ``too_heavy``, ``too_many_rows``,
        ``wrong_type`` or ``broken``
    """
    if not content:
        raise TableFileError("empty")
    if len(content) > MAX_BYTES:
        raise TableFileError("too_heavy", limit=MAX_BYTES // 1024**2)
    return _read_xlsx(content) if content[:4] == b"PK\x03\x04" else _read_csv(content)


def _read_csv(content):
    text = _decode(content)
    if "\x00" in text:
        raise TableFileError("wrong_type")
    lines = text.splitlines()
    signs = ",;\t|"
    delimiter = max(
        signs,
        key=lambda sign: max(
            (line.count(sign) for line in lines[:HEADER_SEARCH_ROWS]), default=0
        ),
    )
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            _check_count(rows)
            rows.append(row)
    except csv.Error as error:
        raise TableFileError("broken") from error
    return rows


def _decode(content):
    for encoding in ("utf-8-sig", "utf-16"):
        if encoding == "utf-16" and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("cp1252", errors="replace")  # old Excel on Windows


def _read_xlsx(content):
    try:
        _check_unzipped_size(content)
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True
        )
        sheet = book.active or book.worksheets[0]
        rows = []
        for row in sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS):
            _check_count(rows)
            rows.append([_cell_text(value) for value in row])
    except TableFileError:
        raise
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError) as error:
        raise TableFileError("wrong_type") from error
    return rows


def _check_unzipped_size(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(info.file_size for info in archive.infolist()) > MAX_UNZIPPED_BYTES:
            raise TableFileError("too_heavy", limit=MAX_BYTES // 1024**2)


def _check_count(rows):
    if len(rows) > MAX_ROWS:
        raise TableFileError("too_many_rows", limit=MAX_ROWS)


def _cell_text(value):
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # Excel keeps 356001234567 as a float
    return str(value)
