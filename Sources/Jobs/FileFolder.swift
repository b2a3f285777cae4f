package import Foundation
import Reports
import Support

/// The folder of the files created by jobs, next to the store.
package struct FileFolder: Sendable {
  package let url: URL
  /// Free bytes on its disk; nil if unknown.
  private let freeBytes: @Sendable (URL) -> Int?

  /// Bytes reserved for other uses, mainly the store (`reserve`), and the estimated size of a row (`bytesARow`).
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

  /// Creates the folder, accessible only by its owner.
  /// - Throws: `JobFailure`.
  package func prepare() throws {
    do {
      try FileManager.default.createDirectory(
        at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch { throw JobFailure(writing: error) }
  }

  /// - Throws: `JobFailure.disk` if there is not enough space for the rows.
  func checkSpace(rows: Int) throws {
    guard let free = freeBytes(url), free < Self.reserve + rows * Self.bytesARow else { return }
    throw JobFailure.disk
  }

  /// Renames a complete file atomically, and syncs file and folder to disk.
  /// - Returns: its size, in bytes.
  /// - Throws: `JobFailure.disk`, `JobFailure.unwritable`.
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

  /// The file with another file's manifest.
  package func sideFile(of name: String) -> URL { file(name + FileManifest.ending) }

  /// Writes the manifest, before the other file is published.
  /// - Throws: `JobFailure.disk`, `JobFailure.unwritable`.
  func write(_ text: String, beside name: String) throws {
    do {
      try Data(text.utf8).write(to: sideFile(of: name), options: .atomic)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: sideFile(of: name).path)
    } catch { throw JobFailure(writing: error) }
  }

  package func remove(_ name: String) {
    for file in [file(name), sideFile(of: name)] { try? FileManager.default.removeItem(at: file) }
  }

  /// Removes files left behind by terminated workers and files without a job, once they are too old for any worker to
  /// be still writing them.
  func removeLeftovers(known: Set<String>) {
    let files = (try? Folder.contents(of: url)) ?? []
    for file in files where !known.contains(file.lastPathComponent.replacing(FileManifest.ending, with: "")) {
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
