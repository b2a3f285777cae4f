import Access
import DatabaseAccess
import Hummingbird
import Jobs
import Records

/// The metrics endpoint for Prometheus.
enum MetricsAPI {
  static func show(_ visit: WebRequest) async throws -> Response {
    let services = visit.services
    var text = MetricsText()
    text.add(
      "tallybook_build_info", .gauge, "The version and the database engine.",
      [([("version", Version.current), ("store", services.database.dialect.name)], 1)])
    services.meters.requests.write(to: &text)
    services.meters.store.write(to: &text)
    services.connections.write(to: &text)
    services.meters.records.write(to: &text)
    // Metrics must be available when the store is not.
    let now = services.settings.machineNow()
    let stored = try? await visit.read { try StoreMetrics(now: now, $0) }
    text.add("tallybook_store_up", .gauge, "Whether the store responds.", stored == nil ? 0 : 1)
    stored?.write(to: &text)
    text.add(
      "tallybook_files_free_bytes", .gauge, "Free space on the disk of exported files.",
      FileFolder.freeBytes(services.folder.url).map(Double.init))
    ProcessMetrics.write(to: &text)
    return Response(
      status: .ok, headers: [.contentType: MetricsText.type], body: .init(byteBuffer: ByteBuffer(string: text.text)))
  }

  /// Allowed for readers of the audit log. Without a token, also for programs on this machine that connect directly,
  /// unless settings or headers indicate a proxy (decision 0018).
  static func check(_ visit: WebRequest) throws {
    if visit.isSignedIn {
      if !(try visit.viewer.roles.readsAuditLog) { throw AccessDenied.notPermitted }
    } else if !isFromThisMachine(visit) {
      throw AccessDenied.notSignedIn
    }
  }

  private static func isFromThisMachine(_ visit: WebRequest) -> Bool {
    let settings = visit.services.settings
    if settings.isSecure || settings.address != nil { return false }
    let isForwarded = visit.request.headers.contains { field in
      let name = field.name.canonicalName
      return name == "forwarded" || name == "via" || name == "x-real-ip" || name.startsWithBytes(of: "x-forwarded-")
    }
    // Against DNS rebinding: a page of another site whose name resolves to this address sends that name as the host.
    let host = (visit.request.head.authority ?? "").replacing(#/:[0-9]+$/#, with: "")
    return !isForwarded && ["127.0.0.1", "localhost", "[::1]"].contains { $0.equalsBytes(of: host) }
      && isLoopback(visit.context.address)
  }

  private static func isLoopback(_ address: String) -> Bool {
    address.startsWithBytes(of: "127.") || address == "::1" || address.startsWithBytes(of: "::ffff:127.")
  }
}
