package import Foundation
package import Records

/// A folder with one file per kind of record (`records.md`, *The records folder*).
package struct RecordsFolder: Sendable {
  package struct File: Sendable {
    package let kind: RecordKind
    package let url: URL
    /// Bytes on disk.
    package let size: Int
    package var name: String { url.lastPathComponent }
  }

  /// In the order of `RecordKind.all`.
  package let files: [File]

  private static let endings = [".csv", ".csv.gz", ".ndjson", ".ndjson.gz"]

  /// - Throws: `Rejection` if there is no such folder, no file of records in it, two files for one kind, or a file
  ///   whose name is that of no kind.
  package init(_ folder: URL) throws {
    let manager = FileManager.default
    guard let names = try? manager.contentsOfDirectory(atPath: folder.path) else {
      throw Rejection(file: folder.path, reason: "is no folder that can be read")
    }
    var found: [RecordKind: File] = [:]
    for name in names.sorted() where !name.hasPrefix(".") {
      guard let ending = Self.endings.last(where: { name.hasSuffix($0) }) else { continue }
      guard let kind = RecordKind.named(String(name.dropLast(ending.count))) else { throw Self.unknown(name, ending) }
      if let other = found[kind] {
        throw Rejection(file: name, reason: "is a second file for \(kind.name), beside \(other.name); keep one of them")
      }
      let url = folder.appending(path: name)
      let size = (try? manager.attributesOfItem(atPath: url.path)[.size] as? Int) ?? 0
      found[kind] = File(kind: kind, url: url, size: size)
    }
    if found.isEmpty {
      throw Rejection(
        file: folder.path, reason: "has no file of records; expected are names such as users.csv or attempts.ndjson.gz")
    }
    files = RecordKind.all.compactMap { found[$0] }
  }

  private static func unknown(_ name: String, _ ending: String) -> Rejection {
    let kinds = RecordKind.all.map(\.name)
    let nearest = nearestName(to: String(name.dropLast(ending.count)), in: kinds).map {
      "; did you mean \($0)\(ending)?"
    }
    return Rejection(
      file: name, reason: "is named after no kind of record\(nearest ?? " (\(kinds.joined(separator: ", ")))")")
  }
}

extension RecordsFolder.File {
  /// Opens the file. `onRead` is told how many bytes of it were read each time.
  package func open(_ context: FieldContext, onRead: @escaping (Int) -> Void = { _ in }) throws -> any RecordSource {
    var source: any ByteSource = try FileSource(url, onRead: onRead)
    if name.hasSuffix(".gz") { source = AheadSource(try GzipSource(source)) }
    return name.contains(".ndjson")
      ? JSONLineRecords(kind, source, context) : CSVRecords(kind, source, context)
  }
}
