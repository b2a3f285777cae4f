import Foundation

/// How many files and connections this process may have open, and how many of them connections may take: libdispatch ends
/// a process that has none left, and the store needs some for every question.
package struct DescriptorLimit: Sendable {
  /// Connections beyond this are of no use: each takes memory.
  static let mostConnections = 4_096
  static let fewestConnections = 8

  let descriptors: Int

  /// Raises the soft limit to the hard one.
  package static func raise() {
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
    limit.rlim_cur = limit.rlim_max
    _ = setrlimit(resource, &limit)
  }

  static var current: DescriptorLimit {
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return DescriptorLimit(descriptors: 1_024) }
    return DescriptorLimit(descriptors: Int(min(limit.rlim_cur, 1_048_576)))
  }

  private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)

  /// What is kept for the store's files or connections, temporary files, uploads, mail, the event loops and libdispatch.
  var reserve: Int { 80 + min(descriptors / 8, 176) }

  /// - Parameter wanted: as many as the operator wants; nil: as many as fit.
  /// - Throws: `TooFewDescriptors`.
  func connections(wanted: Int?) throws -> Int {
    let fitting = descriptors - reserve
    guard fitting >= Self.fewestConnections else { throw TooFewDescriptors(descriptors: descriptors) }
    return min(wanted ?? Self.mostConnections, fitting)
  }
}

struct TooFewDescriptors: Error, CustomStringConvertible {
  let descriptors: Int

  var description: String {
    "this process may have only \(descriptors) files and connections open; raise the limit (ulimit -n) to 128 or more"
  }
}
