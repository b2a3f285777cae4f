import Foundation

/// The files of a store on SQLite. Commands that find, create, move or remove a store use this list, because a file that
/// is left behind would be taken for part of the next store with that name.
package struct StoreFiles: Sendable {
  /// The main file. A symbolic link is resolved, because SQLite keeps the other files next to its target.
  package let path: String

  package init(_ path: String) { self.path = Self.resolved(path) }

  private init(exactly path: String) { self.path = path }

  /// The write-ahead log, its index, and the rollback journal.
  package static let sideEndings = ["-wal", "-shm", "-journal"]
  /// An incomplete copy, and the folder of downloads.
  package static let partialEnding = ".part"
  package static let folderEnding = ".files"

  package var sides: [String] { Self.sideEndings.map { path + $0 } }
  package var partial: StoreFiles { StoreFiles(exactly: path + Self.partialEnding) }

  /// The store and its side files that exist, including dangling links.
  package var present: [String] { ([path] + sides).filter(Self.exists) }

  /// Removes the store's files; missing files are ignored.
  package func remove() {
    for file in sides + [path] { unlink(file) }
  }

  /// Whether anything has that name, even a dangling link.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  private static func resolved(_ path: String) -> String {
    guard let found = realpath(path, nil) else { return path }
    defer { free(found) }
    return String(cString: found)
  }
}
