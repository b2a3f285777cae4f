import Foundation
import Support

/// A folder for the records of people that are about to be imported, locked while this process needs it. Those that
/// other processes left behind when they were killed are removed.
struct StagingFolder: Sendable {
  let place: URL
  private let lock: Int32
  private static let prefix = ".tallybook-moodle-"

  init(in parent: URL) throws {
    Self.removeAbandoned(in: parent)
    place = parent.appending(path: Self.prefix + UUID().uuidString)
    try FileManager.default.createDirectory(
      at: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    lock = open(Self.lockFile(of: place), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    _ = flock(lock, LOCK_EX | LOCK_NB)
  }

  func remove() {
    try? FileManager.default.removeItem(at: place)
    close(lock)
  }

  private static func lockFile(of folder: URL) -> String { folder.appending(path: "lock").path }

  private static func removeAbandoned(in parent: URL) {
    guard let names = try? Folder.names(in: parent.path) else { return }
    for name in names where name.hasPrefix(prefix) {
      let folder = parent.appending(path: name)
      let lock = open(lockFile(of: folder), O_RDWR | O_CLOEXEC)
      if lock < 0 { continue }
      defer { close(lock) }
      if flock(lock, LOCK_EX | LOCK_NB) == 0 { try? FileManager.default.removeItem(at: folder) }
    }
  }
}
