import Foundation

/// The files that together are a store in SQLite. Commands that look for, make, move or remove a store ask here for all of
/// them: one that is left behind is taken for a part of the next store of that name.
package struct StoreFiles: Sendable {
  /// The file itself. A symbolic link is followed: SQLite has the other files next to what it leads to.
  package let path: String

  package init(_ path: String) { self.path = Self.resolved(path) }

  private init(exactly path: String) { self.path = path }

  /// The write-ahead log, its index, and the journal by which an unfinished write is undone.
  package static let sideEndings = ["-wal", "-shm", "-journal"]
  /// A copy that is not whole yet, and the folder in which downloads are.
  package static let partialEnding = ".part"
  package static let folderEnding = ".files"

  package var sides: [String] { Self.sideEndings.map { path + $0 } }
  package var partial: StoreFiles { StoreFiles(exactly: path + Self.partialEnding) }

  /// The store and its side files, as far as there are any, dangling links included.
  package var present: [String] { ([path] + sides).filter(Self.exists) }

  /// Removes the store; what is not there is not missed.
  package func remove() {
    for file in sides + [path] { unlink(file) }
  }

  /// Whether there is something of that name, if only a link that leads nowhere.
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
