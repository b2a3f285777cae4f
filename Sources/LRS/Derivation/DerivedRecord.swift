import Records
package import Support

/// A record that follows from statements, with the names of fields of records.md.
package struct DerivedRecord: Sendable {
  /// The name of a `RecordKind`.
  package let kind: String
  package let fields: [(String, JSONValue)]

  init(_ kind: String, _ fields: [(String, JSONValue)]) { (self.kind, self.fields) = (kind, fields) }
}

extension JSONValue {
  static func id(_ id: ID?) -> JSONValue { id.map { .string($0.text) } ?? .null }
  static func instant(_ time: ExactTime?) -> JSONValue { time.map { .string($0.instantText) } ?? .null }
  static func share(_ hundredths: Int?) -> JSONValue { hundredths.map { .hundredths($0) } ?? .null }
}
