package import Foundation
import Reports

/// The folder in which the files of jobs lie, beside the store.
package struct FileFolder: Sendable {
  package let url: URL
  /// Bytes that are free there; nil if nobody knows.
  private let freeBytes: @Sendable (URL) -> Int?

  /// Bytes that are left to others, the store first of all; and what a row is reckoned to take.
  private static let reserve = 64 * 1_048_576
  private static let bytesARow = 400

  package init(_ url: URL, freeBytes: @escaping @Sendable (URL) -> Int? = Self.freeBytes) {
    self.url = url
    self.freeBytes = freeBytes
  }

  package static let freeBytes: @Sendable (URL) -> Int? = { url in
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: url.path)
    return (attributes?[.systemFreeSize] as? NSNumber)?.intValue
  }

  package func file(_ name: String) -> URL { url.appending(path: name) }

  /// Makes the folder, readable by its owner alone.
  /// - Throws: `JobFailure`.
  package func prepare() throws {
    do {
      try FileManager.default.createDirectory(
        at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch { throw JobFailure(writing: error) }
  }

  /// - Throws: `JobFailure.disk` where there is no room for so many rows.
  func checkSpace(rows: Int) throws {
    guard let free = freeBytes(url), free < Self.reserve + rows * Self.bytesARow else { return }
    throw JobFailure.disk
  }

  /// Gives a file that is whole its name, in one step, and sees to it that both reach the disk.
  /// - Returns: its size.
  /// - Throws: `JobFailure.disk`.
  func publish(_ partial: URL, as name: String) throws -> Int {
    let descriptor = open(partial.path, O_RDONLY)
    guard descriptor >= 0 else { throw JobFailure(system: errno) }
    var status = stat()
    let number = fstat(descriptor, &status) == 0 && fsync(descriptor) == 0 ? 0 : errno
    close(descriptor)
    guard number == 0 else { throw JobFailure(system: number) }
    guard rename(partial.path, file(name).path) == 0 else { throw JobFailure(system: errno) }
    let folder = open(url.path, O_RDONLY)
    if folder >= 0 { fsync(folder); close(folder) }
    return Int(status.st_size)
  }

  /// The file that says what another one is.
  package func sideFile(of name: String) -> URL { file(name + FileFacts.ending) }

  /// Writes it, before the other has its name.
  /// - Throws: `JobFailure.disk`.
  func write(_ text: String, beside name: String) throws {
    do {
      try Data(text.utf8).write(to: sideFile(of: name), options: .atomic)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: sideFile(of: name).path)
    } catch { throw JobFailure(writing: error) }
  }

  package func remove(_ name: String) {
    for file in [file(name), sideFile(of: name)] { try? FileManager.default.removeItem(at: file) }
  }

  /// Removes what workers that were ended left behind, and files that no job has: long after anybody could still be at
  /// work on them.
  func removeLeftovers(known: Set<String>) {
    let files =
      (try? FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: [.contentModificationDateKey]))
      ?? []
    for file in files where !known.contains(file.lastPathComponent.replacing(FileFacts.ending, with: "")) {
      let values = try? file.resourceValues(forKeys: [.contentModificationDateKey])
      let age = -(values?.contentModificationDate ?? .now).timeIntervalSinceNow
      let isPartial = file.lastPathComponent.hasSuffix(Self.partialEnding)
      guard isPartial || file.lastPathComponent.hasPrefix(Self.prefix), age > (isPartial ? 86_400 : 15 * 86_400) else {
        continue
      }
      try? FileManager.default.removeItem(at: file)
    }
  }

  package static let partialEnding = ".part"
  static let prefix = "file-"
}
