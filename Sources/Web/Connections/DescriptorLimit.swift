import Foundation

/// The limit of open files of this process, and how many of them connections may use: libdispatch crashes the process
/// when none is left, and every query of the database needs some.
package struct DescriptorLimit: Sendable {
  /// More connections would only cost memory.
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

  /// Reserved for database files and connections, temporary files, uploads, mail, event loops and libdispatch.
  var reserve: Int { 80 + min(descriptors / 8, 176) }

  /// - Parameter wanted: the number the operator configured; nil: as many as fit.
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
