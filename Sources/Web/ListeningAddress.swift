import Records
import Synchronization

/// The address that the server listens on, once it does.
final class ListeningAddress: Sendable {
  private let state = Mutex("localhost")

  func set(_ host: String, _ port: Int) {
    state.withLock { $0 = (host.containsBytes(of: ":") ? "[\(host)]" : host) + ":\(port)" }
  }

  var place: String { state.withLock { $0 } }
  var address: String { "http://" + place }
}

extension WebRequest {
  /// The base of absolute links: the configured address, or else the listening address. Never the request's Host
  /// header, which the client controls.
  var siteAddress: String {
    let settings = services.settings
    return settings.address ?? (settings.isSecure ? "https://" : "http://") + services.listening.place
  }
}
