import DatabaseAccess
import Foundation

/// Identifies a file independently of its name: SQLite continues to use a file that was deleted or replaced, and
/// everything written to it afterwards is lost.
struct FileIdentity: Sendable {
  private let path: String
  private let numbers: Numbers?

  private struct Numbers: Equatable {
    let device: UInt64
    let inode: UInt64
  }

  init(path: String) {
    self.path = path
    numbers = Self.numbers(of: path)
  }

  /// - Throws: `StorageError.unavailable` if the file no longer exists or was replaced.
  func check() throws {
    guard let numbers else { return }
    guard let found = Self.numbers(of: path) else {
      throw StorageError.unavailable("The store \(path) no longer exists.")
    }
    if found != numbers { throw StorageError.unavailable("The store \(path) was replaced by another file.") }
  }

  private static func numbers(of path: String) -> Numbers? {
    var status = stat()
    return stat(path, &status) == 0 ? Numbers(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)) : nil
  }
}
