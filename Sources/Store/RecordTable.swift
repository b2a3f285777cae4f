package import Records

/// The table of a record kind, with columns derived from the kind's fields.
///
/// A reference is stored as the key of the other record (`user` → `user_key`); a reference to the same kind is stored
/// as its id, since that record may come later in the same file. An item, whose kind depends on another field, has one
/// key column for each possible kind.
package struct RecordTable: Sendable {
  package let kind: RecordKind
  let columns: [Column]
  let references: [Reference]
  let lists: [List]

  package init(_ kind: RecordKind) {
    self.kind = kind
    var columns: [Column] = []
    var references: [Reference] = []
    var lists: [List] = []
    for field in kind.fields {
      let (own, named) = Self.columns(of: field, in: kind)
      columns += own
      references += named
      if case .list(let target) = field.type {
        lists.append(List(field: field.name, table: Self.singular(kind.name) + "_" + field.name, target: target))
      }
    }
    if kind.takesCustomFields { columns.append(Column("custom", "s.f_custom")) }
    columns += Self.nameKeys(of: kind)
    self.columns = columns
    self.references = references
    self.lists = lists
  }

  /// The table of all records of the kind, including withdrawn ones.
  package var name: String { Self.name(of: kind.name) }

  /// The view with the kind's own name excludes withdrawn records (`0001-records.sql`). Use the view to read, and
  /// this table to write or to resolve references.
  package static func name(of kind: String) -> String {
    RecordKind.named(kind)?.isWithdrawable == true ? "all_" + kind : kind
  }

  struct Column: Sendable {
    let name: String
    /// Its SQL expression over the staged row `s` and the joined references.
    let expression: String
    /// A sort key that follows from other columns, so it is not compared.
    let isDerived: Bool

    init(_ name: String, _ expression: String, isDerived: Bool = false) {
      self.name = name
      self.expression = expression
      self.isDerived = isDerived
    }
  }

  /// A join that resolves the id in a field.
  struct Reference: Sendable {
    let field: String
    let target: String
    let alias: String
    let join: String
    /// The column that has the key of the other record.
    let column: String
    /// For an item: the field that determines the kind, and the value for this target.
    let condition: (field: String, value: String)?
  }

  /// A list field's link table (owner_key, member_key).
  struct List: Sendable {
    let field: String
    let table: String
    let target: String
  }

  /// Expressions that identify a row, with `{r}` for the table's alias.
  var match: [String] {
    kind.key.flatMap { name -> [String] in
      guard let field = kind.field(named: name) else { return [] }
      return Self.columns(of: field, in: kind).columns.map { column in
        field.isRequired && !Self.isItem(field) ? "{r}.\(column.name)" : "coalesce({r}.\(column.name), 0)"
      }
    }
  }

  /// The condition that `t` and `r` are the same record.
  var sameRecord: String { match.map { "\($0.aliased("t")) = \($0.aliased("r"))" }.joined(separator: " AND ") }

  /// The condition that `t` and `r`, the same record, differ in a field.
  var differs: String {
    columns.filter { !$0.isDerived }.map { "t.\($0.name) IS DISTINCT FROM r.\($0.name)" }.joined(separator: " OR ")
  }

  /// The column of the record's user, if standings depend on the kind.
  package var userColumn: String? {
    if kind == .posts { return "author_key" }
    return columns.contains { $0.name == "user_key" } ? "user_key" : nil
  }

  static func isItem(_ field: Field) -> Bool { if case .item = field.type { true } else { false } }

  /// `classroom_slots` → `classroom_slot`.
  static func singular(_ kind: String) -> String { String(kind.dropLast()) }
}

extension String {
  func aliased(_ alias: String) -> String { replacing("{r}", with: alias) }
}
