import Records
import Synchronization

/// Where the server listens, once it does.
final class ListeningAddress: Sendable {
  private let state = Mutex("localhost")

  func set(_ host: String, _ port: Int) {
    state.withLock { $0 = (host.containsBytes(of: ":") ? "[\(host)]" : host) + ":\(port)" }
  }

  var place: String { state.withLock { $0 } }
  var address: String { "http://" + place }
}

extension Visit {
  /// What links begin with that leave the site: the configured address, or else where the server listens. Never what a request
  /// calls it: anybody can send one.
  var siteAddress: String {
    let settings = services.settings
    return settings.address ?? (settings.isSecure ? "https://" : "http://") + services.listening.place
  }
}
