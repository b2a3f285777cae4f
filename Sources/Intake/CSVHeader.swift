import Records

/// The header of a CSV file, which says what each cell of a row means.
struct CSVHeader {
  struct Column {
    let target: Target
    var cells: CellReader
  }

  enum Target {
    case field(Int)
    case custom(String)
  }

  var columns: [Column] = []
  /// The number of cells, including blank ones at the end.
  let width: Int
  private(set) var faults: [FieldError] = []

  /// - Parameters:
  ///   - cells: the texts of the header's cells.
  ///   - defect: what is malformed in the header's row.
  init(_ cells: [String], defect: String?, _ kind: RecordKind, _ separator: CSVLayout.Separator) {
    width = cells.count
    let isKnown = { kind.index(of: $0) != nil || Self.customField($0, kind) != nil }
    if let hint = separator.hint(for: cells, isKnown: isKnown) {
      faults = [FieldError(field: "", value: "", reason: hint)]
    } else if let defect {
      faults = [FieldError(field: "", value: "", reason: "the header \(defect)")]
    } else {
      read(cells, kind)
    }
  }

  private mutating func read(_ cells: [String], _ kind: RecordKind) {
    let named = cells.count - cells.reversed().prefix { $0.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } }.count
    var seen: Set<ColumnName> = []
    for (index, name) in cells.prefix(named).enumerated() {
      if name.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
        add("", "", "cell \(index + 1) of the header is empty; enter the name of its column")
      } else if !seen.insert(ColumnName(name)).inserted {
        add(name, name, "is in the header twice; remove one of the two columns")
      } else if let field = kind.index(of: name) {
        columns.append(Column(target: .field(field), cells: CellReader(kind.fields[field])))
      } else if let id = Self.customField(name, kind) {
        columns.append(Column(target: .custom(id), cells: CellReader(.custom(id))))
      } else {
        add(name, name, kind.unknownField(name))
      }
    }
    for field in kind.fields where field.isRequired && !seen.contains(ColumnName(field.name)) {
      add(field.name, "", "is missing; add this required column to the header")
    }
  }

  private mutating func add(_ field: String, _ value: String, _ reason: String) {
    faults.append(FieldError(field: field, value: value, reason: reason))
  }

  /// The id in `custom:ID`.
  static func customField(_ name: String, _ kind: RecordKind) -> String? {
    guard kind.takesCustomFields, name.utf8.starts(with: "custom:".utf8), name.utf8.count > 7 else { return nil }
    return String(name.unicodeScalars.dropFirst(7))
  }

  var customFields: [String] {
    columns.compactMap { if case .custom(let id) = $0.target { id } else { nil } }
  }

  /// The fields that the rows of the file give.
  func given(_ kind: RecordKind) -> FieldSet {
    var given = kind.alwaysGiven
    for column in columns { if case .field(let index) = column.target { given.insert(index) } }
    return kind.fields.indices.allSatisfy { given.contains($0) } ? .all : given
  }
}

/// The name of a column, compared by its bytes.
private struct ColumnName: Hashable {
  private let bytes: [UInt8]
  init(_ name: String) { bytes = Array(name.utf8) }
}
