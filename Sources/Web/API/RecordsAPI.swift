import Access
import DatabaseAccess
import Hummingbird
import Intake
import Records
import Statistics
import Store

/// Records in by API: an object, an array or lines of JSON; a batch is taken whole or not at all, and what it took in
/// is on the next page that anybody opens.
enum RecordsAPI {
  /// The largest object or array, in bytes; lines are read one by one, and have a limit of their own
  /// (`SiteSettings.recordsLimit`).
  static let bodyLimit = 16 * 1_048_576

  static func take(_ visit: Visit) async throws -> Response {
    if visit.isReadOnly || !visit.isByToken { throw AccessDenied.notPermitted }
    let name = try visit.parameter("kind")
    guard let kind = RecordKind.named(name) else { throw AccessDenied.notFound }
    let receipt = try await take(kind, visit)
    return JSONValue.object([
      ("new", .integer(receipt.added)), ("changed", .integer(receipt.changed)), ("same", .integer(receipt.same)),
    ]).response()
  }

  private static func take(_ kind: RecordKind, _ visit: Visit) async throws -> Receipt {
    let meter = visit.services.meters.records
    do {
      let receipt =
        try isLines(visit.request) ? try await takeLines(of: kind, visit) : try await takeValue(of: kind, visit)
      meter.take(receipt, of: kind.name)
      return receipt
    } catch {
      meter.refuse()
      throw error
    }
  }

  private static func takeLines(of kind: RecordKind, _ visit: Visit) async throws -> Receipt {
    let context = FieldContext(now: visit.now)
    return try await Upload(visit, limit: visit.services.settings.recordsLimit).file { file in
      try await store(.lines, visit) { try Batch.open(lines: file, kind: kind, context) }
    }
  }

  private static func takeValue(of kind: RecordKind, _ visit: Visit) async throws -> Receipt {
    let context = FieldContext(now: visit.now)
    let body = try await Upload(visit, limit: bodyLimit).bytes()
    return try await store(BatchForm(body, isLines: false), visit) {
      try Batch.open(body, isLines: false, kind: kind, context)
    }
  }

  /// In one transaction: all or nothing.
  private static func store(
    _ form: BatchForm, _ visit: Visit, _ open: @escaping @Sendable () throws -> any RecordSource
  ) async throws -> Receipt {
    try await visit.write { session in
      do {
        let source = try open()
        var taking = try TakingIn(session, of: .records)
        try taking.take(source)
        try taking.finish()
        return taking.receipts.first?.receipt ?? Receipt()
      } catch let faults as Faults {
        throw RefusedBatch(faults.first, count: faults.count, form)
      } catch let fault as RowFault {
        throw RefusedBatch([fault], count: 1, form)
      }
    }
  }

  /// The types of JSON lines; there is no registered one.
  static let lineTypes = ["application/x-ndjson", "application/ndjson", "application/jsonl"]

  /// A body without a type is taken for JSON.
  /// - Throws: `UnsupportedType`.
  private static func isLines(_ request: Request) throws -> Bool {
    if let encoding = request.headers[.contentEncoding], encoding.asciiLowercased != "identity" {
      throw UnsupportedType(description: "A body is read as it is; Content-Encoding \(encoding) is not.")
    }
    let type = request.headers[.contentType] == nil ? "application/json" : request.mediaType
    if lineTypes.contains(type) { return true }
    guard type == "application/json" else {
      throw UnsupportedType(description: "Content-Type is neither application/json nor application/x-ndjson.")
    }
    return false
  }
}

/// A body of a type that is not read here.
struct UnsupportedType: Error {
  let description: String
}
