import Records

// The columns of a kind's fields.

extension RecordTable {
  static func columns(of field: Field, in kind: RecordKind) -> (columns: [Column], references: [Reference]) {
    switch field.type {
    case .reference(let target) where target == kind.name: return ([plain(field)], [])
    // An attempt's id is unique only per user; `FactMerge` resolves it.
    case .reference("attempts"): return ([plain(field)], [])
    case .reference(let target):
      let reference = reference(field.name, to: target, column: field.name + "_key", condition: nil)
      return ([Column(field.name + "_key", "\(reference.alias).key")], [reference])
    case .item(let kindField, let kinds): return item(field, kindField, kinds)
    default: return ([plain(field)], [])
    }
  }

  private static func plain(_ field: Field) -> Column { Column(field.name, "s.f_\(field.name)") }

  private static func reference(
    _ field: String, to target: String, column: String, condition: (String, String)?
  ) -> Reference {
    let alias = "r_\(field)_\(target)"
    let only = condition.map { " AND s.f_\($0.0) = '\($0.1)'" } ?? ""
    return Reference(
      field: field, target: target, alias: alias,
      join: "LEFT JOIN \(Self.name(of: target)) AS \(alias) ON \(alias).id = s.f_\(field)\(only)", column: column,
      condition: condition)
  }

  private static func item(
    _ field: Field, _ kindField: String, _ kinds: [String: [String]]
  ) -> (columns: [Column], references: [Reference]) {
    let keepsText = field.name == "place_id"
    var columns = keepsText ? [plain(field)] : []
    var references: [Reference] = []
    for (value, targets) in kinds.sorted(by: { $0.key < $1.key }) {
      for target in targets {
        let name = (keepsText ? "place_" : "") + singular(target) + "_key"
        let reference = reference(field.name, to: target, column: name, condition: (kindField, value))
        references.append(reference)
        columns.append(Column(name, "\(reference.alias).key"))
      }
    }
    return (columns, references)
  }

  /// Names are stored again in the form that is compared (`statistics.md`, rule 8).
  static func nameKeys(of kind: RecordKind) -> [Column] {
    sortedFields(of: kind).map { Column($0 + "_key", "s.f_\($0)_key", isDerived: true) }
  }

  /// The fields by which rows of a kind are sorted. Users are sorted by standings, which have their own keys.
  static func sortedFields(of kind: RecordKind) -> [String] {
    if kind == .users { return [] }
    return ["name", "statement"].filter { kind.field(named: $0) != nil }
  }
}
