/// A kind of record: its name (of the file and of the API path), its fields and its key.
///
/// Everything that depends on the shape of records reads it from here: the folder and API readers, the error messages,
/// the staging tables of the store and the OpenAPI document. Source: `records.md`, *The kinds*.
///
/// A class, since every row carries it: one reference instead of a copy of all its parts.
package final class RecordKind: Sendable, Hashable {
  package let name: String
  package let fields: [Field]
  /// Names of the fields that identify a record; a row with a known key replaces that record's fields.
  package let key: [String]
  /// What a whole row must satisfy beyond its single fields; `nil` is "all well".
  package let check: @Sendable (RecordRow) -> FieldFault?
  /// The fields that `check` looks at.
  package let checked: FieldSet
  /// Brings fields to the form in which they are kept, where that depends on other fields of the row.
  let normalize: (@Sendable (inout RecordRow) -> FieldFault?)?
  /// Every field that a row of the kind always gives: those of the key, those that are required, and `withdrawn_at`, since a
  /// fact comes back when its source sends it again without it (sources.md, Withdrawal).
  package let alwaysGiven: FieldSet
  /// Where the id stands, in kinds that have one.
  package let idIndex: Int?

  // Looked at with every row, so worked out once.
  private let indexes: [String: Int]
  fileprivate let fallbacks: [FieldValue]
  fileprivate let required: [Int]

  init(
    _ name: String, key: [String] = ["id"], fields: [Field], checking checked: [String] = [],
    check: @escaping @Sendable (RecordRow) -> FieldFault? = { _ in nil },
    normalize: (@Sendable (inout RecordRow) -> FieldFault?)? = nil
  ) {
    self.name = name
    self.key = key
    self.fields = fields
    self.check = check
    self.normalize = normalize
    indexes = Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($1.name, $0) })
    fallbacks = fields.map(\.fallback)
    required = fields.indices.filter { fields[$0].isRequired }
    let set = { (isIn: (Field) -> Bool) in
      FieldSet(fields.indices.filter { isIn(fields[$0]) })
    }
    self.checked = set { checked.contains($0.name) }
    idIndex = indexes["id"]
    alwaysGiven = set { $0.isRequired || key.contains($0.name) || $0.name == Self.withdrawal }
  }

  package func field(named name: String) -> Field? { indexes[name].map { fields[$0] } }

  package func index(of name: String) -> Int? { indexes[name] }

  /// Only `users` carry custom fields, one column `custom:ID` each.
  package var takesCustomFields: Bool { name == "users" }

  package static func == (a: RecordKind, b: RecordKind) -> Bool { a.name == b.name }
  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// One field of a kind of record.
package struct Field: Sendable {
  package let name: String
  package let type: FieldType
  package let isRequired: Bool
  /// What an empty cell stands for, where that is not "no value".
  package let fallback: FieldValue

  package init(name: String, type: FieldType, isRequired: Bool, fallback: FieldValue) {
    self.name = name
    self.type = type
    self.isRequired = isRequired
    self.fallback = fallback
  }

  static func required(_ name: String, _ type: FieldType) -> Field {
    Field(name: name, type: type, isRequired: true, fallback: .none)
  }

  static func optional(_ name: String, _ type: FieldType, default fallback: FieldValue = .none) -> Field {
    Field(name: name, type: type, isRequired: false, fallback: fallback)
  }
}

/// What a field holds, and thereby how its text is checked and kept.
package enum FieldType: Sendable {
  /// 1–128 printable characters without white space.
  case id
  /// Up to 64 KiB, kept as handed over.
  case text
  /// Trimmed and lower-cased.
  case email
  /// RFC 3339 with offset; whole seconds UTC.
  case instant
  /// An instant that closes something: not more than 24 h after now.
  case end
  /// `2026-03-01`; days since 1970-01-01.
  case date
  /// Whole seconds, 0 or more.
  case duration
  /// 0–100 with at most two decimals; hundredths.
  case percentage
  case boolean
  /// A whole number from `minimum` on.
  case number(minimum: Int)
  case choice([String])
  /// BCP 47.
  case language
  /// IANA.
  case timeZone
  /// The choices of a question: JSON.
  case choices
  /// The id of a record of the named kind.
  case reference(String)
  /// The id of a record whose kind is told by another field of the row; kinds that are not listed are free ids.
  case item(kindField: String, kinds: [String: [String]])
  /// Ids of records of the named kind, no value twice; kept as a JSON array.
  case list(String)
}

/// The value of one field of one record.
package enum FieldValue: Sendable, Hashable {
  case none
  case text(String)
  case integer(Int)

  package var text: String? { if case .text(let text) = self { text } else { nil } }
  package var integer: Int? { if case .integer(let integer) = self { integer } else { nil } }
  package var isNone: Bool { if case .none = self { true } else { false } }
}

/// The values of one record, in the order of its kind's fields, and its custom values.
package struct RecordRow: Sendable {
  package let kind: RecordKind
  package var values: [FieldValue]
  /// The fields that the source has; a known record keeps its others. All, unless a reader leaves some out.
  package var given = FieldSet.all
  /// Custom field id → value; users only. An empty value is one that a known record loses.
  package var custom: [String: String] = [:]
  /// Whether a known record loses the custom values that are not in `custom`.
  package var givesAllCustom = true

  package init(kind: RecordKind) {
    self.kind = kind
    values = kind.fallbacks
  }

  package subscript(_ name: String) -> FieldValue {
    kind.index(of: name).map { values[$0] } ?? .none
  }

  package func fault() -> FieldFault? { faults().first }

  /// Brings the row to the form in which it is kept.
  /// - Returns: what is wrong with it, as `faults` does.
  package mutating func settle(besides unreadable: FieldSet = .none) -> [FieldFault] {
    var faults = faults(besides: unreadable)
    if let fault = kind.normalize?(&self) { faults.append(fault) }
    return faults
  }

  /// What is wrong with the row as a whole: required fields without a value, fields that contradict each other.
  /// Fields that the source leaves out are compared once they are known (`Staging`).
  /// - Parameter unreadable: fields of which a fault is known already.
  package func faults(besides unreadable: FieldSet = .none) -> [FieldFault] {
    var faults: [FieldFault] = []
    var isComparable = unreadable.isDisjoint(with: kind.checked) && kind.checked.isSubset(of: given)
    for index in kind.required where values[index].isNone {
      if kind.checked.contains(index) { isComparable = false }
      if unreadable.contains(index) { continue }
      let name = kind.fields[index].name
      faults.append(FieldFault(field: name, value: "", reason: "is empty; a value is required"))
    }
    if isComparable, let fault = kind.check(self) { faults.append(fault) }
    return faults
  }
}

/// Why a value cannot be taken in. `reason` completes the sentence "the value …".
package struct FieldFault: Error, Sendable, Equatable {
  package let field: String
  package let value: String
  package let reason: String

  package init(field: String, value: String, reason: String) {
    self.field = field
    self.value = value
    self.reason = reason
  }
}
