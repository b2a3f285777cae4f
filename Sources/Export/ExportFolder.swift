import Foundation
import Support

/// A new or empty folder that gets its files all at once: until they are complete, they are in `NAME.part` next to it.
package struct ExportFolder: Sendable {
  private let path: String
  private let partial: String
  /// Whether the folder was there, and empty.
  private let wasThere: Bool

  /// Creates `NAME.part`.
  /// - Throws: `ExportError`.
  package init(_ path: String) throws {
    let url = URL(filePath: path)
    self.path =
      realpath(url.path, nil).map { name in
        defer { free(name) }
        return String(cString: name)
      } ?? url.standardizedFileURL.path
    partial = self.path + ".part"
    var status = stat()
    wasThere = lstat(self.path, &status) == 0
    if lstat(partial, &status) == 0 {
      throw ExportError.occupied("\(partial) exists. If no export is running, an earlier one was stopped: remove it.")
    }
    if wasThere {
      try claim()
    } else if mkdir(partial, 0o700) != 0 {
      throw ExportError.system(path: self.path, number: errno)
    }
  }

  /// Renames the empty folder, which keeps its owner and permissions.
  private func claim() throws {
    guard let names = try? Folder.names(in: path) else {
      throw ExportError.occupied("\(path) is not a readable folder. Name a new or an empty folder.")
    }
    guard names.isEmpty else {
      throw ExportError.occupied("\(path) is not empty. Name a new or an empty folder.")
    }
    guard rename(path, partial) == 0 else {
      let number = errno
      if number == EBUSY || number == EXDEV {
        throw ExportError.occupied("\(path) is a mount point. Name a new folder in it.")
      }
      throw ExportError.system(path: path, number: number)
    }
  }

  /// The path of a file while it is written.
  func file(_ name: String) -> String { partial + "/" + name }

  /// Gives the complete folder its name.
  /// - Throws: `ExportError`.
  package func finish() throws {
    try Self.sync(partial)
    guard rename(partial, path) == 0 else { throw ExportError.system(path: path, number: errno) }
    try? Self.sync(URL(filePath: path).deletingLastPathComponent().path)
  }

  /// Removes the files, and the folder unless it was there before.
  package func discard() {
    for name in (try? Folder.names(in: partial)) ?? [] { unlink(file(name)) }
    if wasThere { rename(partial, path) } else { rmdir(partial) }
  }

  private static func sync(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ExportError.system(path: path, number: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw ExportError.system(path: path, number: errno) }
  }
}
