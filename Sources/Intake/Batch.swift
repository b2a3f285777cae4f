package import Foundation
package import Records

/// The records of a request: one object, an array of objects, or one line of JSON per record.
package enum Batch {
  /// - Throws: `RowError` with line 0 if the body has none of these forms.
  package static func open(
    _ body: [UInt8], isLines: Bool, kind: RecordKind, _ context: FieldContext
  ) throws -> any RecordSource {
    if isLines { return JSONLineRecords(kind, MemorySource(body), context) }
    guard let value = try? JSONSerialization.jsonObject(with: Data(body)), value is [Any] || value is [String: Any]
    else {
      throw RowError(
        kind: kind.name, line: 0,
        fault: FieldError(
          field: "", value: "", reason: "the body must be a JSON object or an array of objects, in UTF-8"))
    }
    return JSONValueRecords(kind, value, context)
  }

  /// A file of JSON lines of any size; it is read on demand.
  /// - Throws: `UnreadableFile`.
  package static func open(lines file: URL, kind: RecordKind, _ context: FieldContext) throws -> any RecordSource {
    JSONLineRecords(kind, try FileSource(file) { _ in }, context)
  }
}
