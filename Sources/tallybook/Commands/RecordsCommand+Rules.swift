import Intake
import Records

// The rules for files and requests; what depends on the kinds is taken from them.

extension RecordsCommand {
  static var rules: String {
    """
    ## Folders

    `tallybook import FOLDER` imports a folder with at most one file per kind, named after it: \(endings). Every file is optional.
    Other files are listed as not read. The import is one transaction: all records or, after any error, none. All errors of a folder are found in
    one run; each names file, line, column, value and reason. `--dry-run` only checks.

    - A record with a known key is updated, others are added. Importing the same folder again changes nothing.
    - A column that a file lacks leaves that field of known records unchanged\(restored). An empty cell empties the field.
      A new record gets the default after *no:* in the tables below, or no value.
    - References name records of the same folder or of the store.

    ## Values

    | type | how it is written |
    |---|---|
    | id | 1 to 128 printable characters without whitespace, case-sensitive. Reserved: \(reserved) |
    | text | at most \(Field.textLimit / 1024) KiB, stored as received |
    | instant | RFC 3339 with an offset: `2026-03-01T09:30:00Z`. Fractions of a second are dropped |
    | date | `2026-03-01` |
    | true, false | also `TRUE`, `True`, `yes`, `1`; `FALSE`, `False`, `no`, `0` |
    | percentage, score | `87.5`; with `--decimal ','` also `87,5` in CSV files |
    | list | in CSV, ids separated by `\\|`; in JSON, an array. No id twice |

    ## CSV

    RFC 4180 in UTF-8, with or without a byte-order mark, lines ending in CRLF or LF; a header row, columns in any order. `--separator ';'` (or `tab`,
    `'|'`) reads other separators. An unknown column is an error that names the nearest known one.

    ## NDJSON and the API

    An NDJSON file has one object per line, with the same names; missing names are missing columns, and `null` is an empty cell:

        {"id":"t1","user":"u2","course":"c1","started_at":"2026-03-01T09:00:00Z","last_activity_at":"2026-03-01T09:20:00Z","time_spent":1200,"progress":60}

    `POST /api/v1/records/KIND` accepts one object, an array, or NDJSON (`Content-Type: application/x-ndjson`), with a token of the owner or a platform
    administrator that is not read-only. A request is imported completely or not at all.

        curl -H "Authorization: Bearer $TOKEN" --json '{"id":"gloves","name":"Gloves"}' https://YOUR-SERVER/api/v1/records/tags

    ## Snapshots

    `tallybook import FOLDER --snapshot KIND,…` says that the files of these kinds are complete: earlier records of this source that are missing are ended.
    Relations are closed: \(names { $0.isRelation }). Facts are withdrawn: \(names(\.isWithdrawable)). Other kinds cannot be
    snapshots. If a file is empty, or has less than half of the existing records, the import stops (exit status 75); `--accept-loss` accepts it.
    """
  }

  private static var endings: String { RecordsFolder.endings.map { "`KIND\($0)`" }.joined(separator: ", ") }

  private static var reserved: String { ReservedID.words.sorted().map { "`\($0)`" }.joined(separator: ", ") }

  /// Optional fields outside the key that are nevertheless read as empty where their column is missing.
  private static var restored: String {
    let fields = RecordKind.all.flatMap { kind in
      kind.fields.indices.filter { !kind.fields[$0].isRequired && kind.alwaysGiven.contains($0) }
        .map { kind.fields[$0].name }.filter { !kind.key.contains($0) }
    }
    return fields.isEmpty
      ? "" : " (but without \(Set(fields).sorted().map { "`\($0)`" }.joined(separator: ", ")), a record counts again)"
  }

  private static func names(_ isIncluded: (RecordKind) -> Bool) -> String {
    RecordKind.all.filter(isIncluded).map { "`\($0.name)`" }.joined(separator: ", ")
  }
}
