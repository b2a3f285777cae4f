import Access
import DatabaseAccess
import Hummingbird
import Intake
import Records
import Statistics
import Store

/// Records in by API: an object, an array or lines of JSON; a batch is taken whole or not at all.
enum RecordsAPI {
  /// The largest batch, in bytes.
  static let bodyLimit = 16 * 1_048_576

  static func take(_ visit: Visit) async throws -> Response {
    if visit.isReadOnly || !visit.isByToken { throw AccessDenied.notPermitted }
    let name = try visit.parameter("kind")
    guard let kind = RecordKind.named(name) else { throw AccessDenied.notFound }
    let body = Array(try await visit.request.body.collect(upTo: bodyLimit).readableBytesView)
    let isLines = visit.request.headers[.contentType]?.contains("ndjson") ?? false
    let context = FieldContext(now: visit.now)
    let receipt = try await visit.write { session in
      let source = try Batch.open(body, isLines: isLines, kind: kind, context)
      var taking = try TakingIn(session)
      try taking.take(source)
      try taking.finish()
      return taking.receipts.first?.receipt ?? Receipt()
    }
    return JSONValue.object([
      ("new", .integer(receipt.added)), ("changed", .integer(receipt.changed)), ("same", .integer(receipt.same)),
    ]).response()
  }
}
