"""Reading a herd register as a co-operative keeps it: CSV or XLSX. No ORM here."""

import csv
import io
import re
import zipfile

import openpyxl

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 100
# a small zip can hide a file that fills the memory
MAX_UNZIPPED_BYTES = 100 * 1024 * 1024
# titles of the society and the month often stand above the header
HEADER_SEARCH_ROWS = 15

# what the columns are called; compared without case, spaces and signs
HEADERS = {
    "tag": "tag tagno tagnumber tagid eartag eartagno eartagnumber pashuaadhaar "
    "pashuaadhar uid rfid टैग टैगनंबर",
    "species": "species animal animaltype typeofanimal cattlebuffalo पशु प्रजाति",
    "breed": "breed breedname nasl नस्ल",
    "animal_class": "class animalclass category stage",
    "sex": "sex gender mf ling लिंग",
    "age": "age ageyears ageinyears ageyrs ageyr ageinyrs umar उम्र आयु",
    "milk": "milk milklitres milklitresaday milklitresperday milkyield milkperday "
    "milklday milkltr milkltrs milkltrday yield yieldlitres dailymilk "
    "milklitersperday milkinlitres milklit दूध",
    "owner": "owner ownername ownersname nameofowner farmer farmername "
    "nameoffarmer membername member name पशुपालक मालिक नाम",
    "mobile": "mobile mobileno mobilenumber phone phoneno phonenumber contact "
    "contactno cell मोबाइल फोन",
    "village": "village villagename gaon gram place गांव गाँव ग्राम",
    "value": "value marketvalue valuers price cost amount suminsured animalvalue "
    "valueinrs marketvaluers मूल्य कीमत",
}
REQUIRED = ("tag", "owner")


def _heading_key(heading):
    """Reduce a heading to what is compared: "Tag No." -> "tagno"."""
    return re.sub(r"[\s\W_]", "", heading.lower()) or heading.strip()


COLUMN_BY_KEY = {
    _heading_key(key): column
    for column, keys in HEADERS.items()
    for key in keys.split()
}


class RegisterFileError(ValueError):
    """The file as a whole can not be read; ``reason`` says which way."""

    def __init__(self, reason, **details):
        super().__init__(reason)
        self.reason = reason
        self.details = details


def read_register(content):
    """Read the rows of a herd register.

    Encoding, delimiter and header row are found out; empty rows are left out.

    :param bytes content: the file
    :return: list of (row number as the spreadsheet shows it, {column: text}), and
        the headings of columns that were not understood
    :raise RegisterFileError: if it is no register
    """
    if not content:
        raise RegisterFileError("empty")
    if len(content) > MAX_BYTES:
        raise RegisterFileError("too_heavy", limit=MAX_BYTES // 1024**2)
    table = _read_xlsx(content) if content[:4] == b"PK\x03\x04" else _read_csv(content)
    header_index, columns = _find_header(table)
    rows = [
        (number, cells)
        for number, raw in enumerate(table[header_index + 1 :], header_index + 2)
        if any((cells := _pick(raw, columns)).values())
    ]
    if not rows:
        raise RegisterFileError("no_rows")
    ignored = [
        heading.strip()
        for index, heading in enumerate(table[header_index])
        if heading.strip() and index not in columns.values()
    ]
    return rows, ignored


def _pick(raw, columns):
    return {
        column: " ".join(raw[index].split()) if index < len(raw) else ""
        for column, index in columns.items()
    }


def find_column(heading):
    """Return the column a heading means: "Milk (Ltr./day)" -> "milk", or None."""
    return COLUMN_BY_KEY.get(_heading_key(heading))


def _find_header(table):
    """Return the index of the header row and where each column stands."""
    best, best_columns = 0, {}
    for row_index, row in enumerate(table[:HEADER_SEARCH_ROWS]):
        columns = {}
        for index, heading in enumerate(row):
            if column := find_column(heading):
                columns.setdefault(column, index)
        if len(columns) > len(best_columns):
            best, best_columns = row_index, columns
    missing = [column for column in REQUIRED if column not in best_columns]
    if missing:
        raise RegisterFileError("no_header", missing=missing, found=list(best_columns))
    return best, best_columns


def _read_csv(content):
    text = _decode(content)
    if "\x00" in text:
        raise RegisterFileError("wrong_type")
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
        raise RegisterFileError("broken") from error
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
    except RegisterFileError:
        raise
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError) as error:
        raise RegisterFileError("wrong_type") from error
    return rows


def _check_unzipped_size(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(info.file_size for info in archive.infolist()) > MAX_UNZIPPED_BYTES:
            raise RegisterFileError("too_heavy", limit=MAX_BYTES // 1024**2)


def _check_count(rows):
    if len(rows) > MAX_ROWS:
        raise RegisterFileError("too_many_rows", limit=MAX_ROWS)


def _cell_text(value):
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # Excel keeps 356001234567 as a float
    return str(value)
