import Foundation
import Jobs
import Support
import Synchronization

/// A file next to the database with the hashes of sessions ended while an import held the write lock. If the server
/// stops before their rows are deleted, the next one reads the file, so an ended session never becomes valid again.
final class EndedSessions: Sendable {
  private static let prefix = "sessions-ended-"
  /// No session lives longer than this.
  private static let secondsKept = 8 * 86_400.0

  private let folder: FileFolder
  private let file: URL
  private let descriptor = Mutex<Int32>(-1)

  init(_ folder: FileFolder) {
    self.folder = folder
    file = folder.file(Self.prefix + UUID().uuidString)
  }

  deinit { close() }

  /// - Throws: `JobFailure.disk` if the hash could not be written durably.
  func add(_ hash: String) throws {
    let line = Array((hash + "\n").utf8)
    try descriptor.withLock { descriptor in
      if descriptor < 0 {
        try folder.prepare()
        descriptor = Foundation.open(file.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
      }
      let count = line.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      guard count == line.count, fsync(descriptor) == 0 else { throw JobFailure.disk }
    }
  }

  /// Call when all of these sessions are deleted from the database.
  func clear() { descriptor.withLock { if $0 >= 0 { _ = ftruncate($0, 0) } } }

  /// Removes the file if it is empty.
  func close() {
    descriptor.withLock { descriptor in
      guard descriptor >= 0 else { return }
      if lseek(descriptor, 0, SEEK_END) == 0 { unlink(file.path) }
      Foundation.close(descriptor)
      descriptor = -1
    }
  }

  /// The hashes written by earlier servers and by other servers of the same database.
  func left() -> [String] {
    let files = (try? Folder.contents(of: folder.url)) ?? []
    return files.filter { $0.lastPathComponent.hasPrefix(Self.prefix) }.flatMap { file in
      let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
      let values = try? file.resourceValues(forKeys: [.contentModificationDateKey])
      let age = -(values?.contentModificationDate ?? .now).timeIntervalSinceNow
      if age > Self.secondsKept { try? FileManager.default.removeItem(at: file) }
      return text.split(separator: "\n").map(String.init)
    }
  }
}
