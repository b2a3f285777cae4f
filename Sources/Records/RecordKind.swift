/// A kind of record: its name (also the file name and the API path), its fields and its key.
///
/// Everything that depends on the shape of records reads it from here: the folder and API readers, the error messages,
/// the staging tables of the store, the OpenAPI document and docs/records.md. Source: `records.md`, *The kinds*.
///
/// A class because every row refers to it: one reference instead of a copy of all parts.
package final class RecordKind: Sendable, Hashable {
  package let name: String
  /// What a record of this kind is, in one or two sentences (Markdown).
  package let about: String
  /// A file with a header and few records, as CSV. The examples of all kinds form one valid records folder.
  package let example: String
  package let fields: [Field]
  /// Names of the fields that identify a record; a row with an existing key replaces that record's fields.
  package let key: [String]
  /// The check across the fields of a row; nil if the row is valid.
  package let check: @Sendable (RecordRow) -> FieldError?
  /// The fields that `check` reads.
  package let checked: FieldSet
  /// Brings fields to their stored form, if that depends on other fields of the row.
  let normalize: (@Sendable (inout RecordRow) -> FieldError?)?
  /// Fields that every row of the kind gives: key fields, required fields, and `withdrawn_at`, since a fact is restored
  /// when its source sends it again without it (sources.md, Withdrawal).
  package let alwaysGiven: FieldSet
  /// The index of the field `id`; nil if the kind has none.
  package let idIndex: Int?

  // Computed once because every row needs them.
  private let indexes: [String: Int]
  fileprivate let fallbacks: [FieldValue]
  fileprivate let required: [Int]

  init(
    _ name: String, _ about: String, key: [String] = ["id"], example: String, fields: [Field],
    checking checked: [String] = [],
    check: @escaping @Sendable (RecordRow) -> FieldError? = { _ in nil },
    normalize: (@Sendable (inout RecordRow) -> FieldError?)? = nil
  ) {
    self.name = name
    self.about = about
    self.example = example
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

  /// Only `users` have custom fields, one column `custom:ID` each.
  package var takesCustomFields: Bool { name == "users" }

  package static func == (a: RecordKind, b: RecordKind) -> Bool { a.name == b.name }
  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// One field of a kind of record.
package struct Field: Sendable {
  package let name: String
  package let type: FieldType
  package let isRequired: Bool
  /// The value of an empty cell; `.none` means "no value".
  package let fallback: FieldValue
  /// What the value means and, if that matters, what no value means (Markdown).
  package let about: String

  package init(name: String, type: FieldType, isRequired: Bool, fallback: FieldValue, about: String = "") {
    self.name = name
    self.type = type
    self.isRequired = isRequired
    self.fallback = fallback
    self.about = about
  }

  static func required(_ name: String, _ type: FieldType, _ about: String) -> Field {
    Field(name: name, type: type, isRequired: true, fallback: .none, about: about)
  }

  static func optional(
    _ name: String, _ type: FieldType, default fallback: FieldValue = .none, _ about: String
  ) -> Field {
    Field(name: name, type: type, isRequired: false, fallback: fallback, about: about)
  }
}

/// The type of a field, which determines how its text is checked and stored.
package enum FieldType: Sendable {
  /// 1–128 printable characters without whitespace.
  case id
  /// Up to 64 KiB, stored as received.
  case text
  /// Normalized by `EmailAddress`.
  case email
  /// RFC 3339 with offset; whole seconds UTC.
  case instant
  /// An instant that ends something: at most 24 h after now.
  case end
  /// `2026-03-01`; days since 1970-01-01.
  case date
  /// Whole seconds, 0 or more.
  case duration
  /// 0–100 with at most two decimals; hundredths.
  case percentage
  case boolean
  /// A whole number, `minimum` or more.
  case number(minimum: Int)
  case choice([String])
  /// BCP 47.
  case language
  /// IANA.
  case timeZone
  /// The choices of a question: JSON.
  case choices
  /// The id of a record of that kind.
  case reference(String)
  /// The id of a record whose kind depends on another field of the row; values that are not listed allow any id.
  case item(kindField: String, kinds: [String: [String]])
  /// Ids of records of that kind without duplicates; stored as a JSON array.
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
  /// The fields that the source gives; an existing record keeps the others. All by default.
  package var given = FieldSet.all
  /// Custom field id → value; users only. An empty value is removed from an existing record.
  package var custom: [String: String] = [:]
  /// Whether an existing record loses the custom values that are not in `custom`.
  package var givesAllCustom = true

  package init(kind: RecordKind) {
    self.kind = kind
    values = kind.fallbacks
  }

  package subscript(_ name: String) -> FieldValue {
    kind.index(of: name).map { values[$0] } ?? .none
  }

  package func fault() -> FieldError? { faults().first }

  /// Brings the row to its stored form.
  /// - Returns: the same as `faults`, and faults of that step.
  package mutating func settle(besides unreadable: FieldSet = .none) -> [FieldError] {
    var faults = faults(besides: unreadable)
    if let fault = kind.normalize?(&self) { faults.append(fault) }
    return faults
  }

  /// What is wrong with the row as a whole: required fields without a value, and fields that contradict each other.
  /// Fields that the source omits are compared once their values are known (`Staging`).
  /// - Parameter unreadable: fields that already have a fault.
  package func faults(besides unreadable: FieldSet = .none) -> [FieldError] {
    var faults: [FieldError] = []
    var isComparable = unreadable.isDisjoint(with: kind.checked) && kind.checked.isSubset(of: given)
    for index in kind.required where values[index].isNone {
      if kind.checked.contains(index) { isComparable = false }
      if unreadable.contains(index) { continue }
      let name = kind.fields[index].name
      faults.append(FieldError(field: name, value: "", reason: "is empty; a value is required"))
    }
    if isComparable, let fault = kind.check(self) { faults.append(fault) }
    return faults
  }
}

/// Why a value cannot be imported. `reason` completes the sentence "the value …".
package struct FieldError: Error, Sendable, Equatable {
  package let field: String
  package let value: String
  package let reason: String

  package init(field: String, value: String, reason: String) {
    self.field = field
    self.value = value
    self.reason = reason
  }
}
