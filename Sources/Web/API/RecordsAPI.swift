import Access
import DatabaseAccess
import Hummingbird
import Import
import Intake
import Records
import Store
import Support

/// Imports records by API: an object, an array or JSON lines. A batch is imported completely or not at all, and is
/// visible in the next response.
enum RecordsAPI {
  /// The maximum size of an object or array, in bytes. JSON lines are read as a stream and have a limit of their own
  /// (`SiteSettings.recordsLimit`).
  static let bodyLimit = 16 * 1_048_576

  static func post(_ visit: WebRequest) async throws -> Response {
    if visit.isReadOnly || !visit.isByToken { throw AccessDenied.notPermitted }
    let name = try visit.parameter("kind")
    guard let kind = RecordKind.named(name) else { throw AccessDenied.notFound }
    let receipt = try await importRecords(kind, visit)
    return JSONValue.object([
      ("new", .integer(receipt.added)), ("changed", .integer(receipt.changed)), ("same", .integer(receipt.same)),
    ]).response()
  }

  private static func importRecords(_ kind: RecordKind, _ visit: WebRequest) async throws -> ImportCounts {
    let meter = visit.services.meters.records
    do {
      let receipt =
        try isLines(visit.request) ? try await takeLines(of: kind, visit) : try await takeValue(of: kind, visit)
      meter.add(receipt, of: kind.name)
      return receipt
    } catch {
      meter.refuse()
      throw error
    }
  }

  private static func takeLines(of kind: RecordKind, _ visit: WebRequest) async throws -> ImportCounts {
    let context = FieldContext(now: visit.now)
    return try await Upload(visit, limit: visit.services.settings.recordsLimit).file { file in
      try await store(.lines, visit) { try Batch.open(lines: file, kind: kind, context) }
    }
  }

  private static func takeValue(of kind: RecordKind, _ visit: WebRequest) async throws -> ImportCounts {
    let context = FieldContext(now: visit.now)
    let body = try await Upload(visit, limit: bodyLimit).bytes()
    let form = BatchForm(body, isLines: false)
    let open = { @Sendable () throws -> any RecordSource in
      try Batch.open(body, isLines: false, kind: kind, context)
    }
    if body.count <= RecordQueue.batchLimit,
      let batch = try await refusing(form, { try RecordBatch.small(open()) })
    {
      return try await refusing(form) { try await visit.services.records.add(batch, bytes: body.count) }
    }
    return try await store(form, visit, open)
  }

  /// Imports in one transaction: all or nothing.
  private static func store(
    _ form: BatchForm, _ visit: WebRequest, _ open: @escaping @Sendable () throws -> any RecordSource
  ) async throws -> ImportCounts {
    try await refusing(form) {
      try await visit.write { session in
        let source = try open()
        var importSession = try ImportSession(session, of: .records)
        try importSession.add(source)
        try importSession.finish()
        return importSession.receipts.first?.receipt ?? ImportCounts()
      }
    }
  }

  /// Converts validation errors.
  private static func refusing<T>(_ form: BatchForm, _ body: () async throws -> T) async throws -> T {
    do { return try await body() } catch let faults as ValidationErrors {
      throw RejectedBatch(faults.first, count: faults.count, form)
    } catch let fault as RowError {
      throw RejectedBatch([fault], count: 1, form)
    }
  }

  /// The media types of JSON lines; none is registered.
  static let lineTypes = ["application/x-ndjson", "application/ndjson", "application/jsonl"]

  /// A body without a Content-Type is treated as JSON.
  /// - Throws: `UnsupportedType`.
  private static func isLines(_ request: Request) throws -> Bool {
    if let encoding = request.headers[.contentEncoding], encoding.asciiLowercased != "identity" {
      throw UnsupportedType(description: "Content-Encoding \(encoding) is not supported; send the body uncompressed.")
    }
    let type = request.headers[.contentType] == nil ? "application/json" : request.mediaType
    if lineTypes.contains(type) { return true }
    guard type == "application/json" else {
      throw UnsupportedType(description: "Content-Type must be application/json or application/x-ndjson.")
    }
    return false
  }
}

/// The media type or encoding of the body is not supported.
struct UnsupportedType: Error {
  let description: String
}
