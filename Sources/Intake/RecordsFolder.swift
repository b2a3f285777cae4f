package import Foundation
package import Records
import Support

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
  /// Files that are named after a kind but cannot be read. If there are any, nothing may be imported.
  package let faults: [Rejection]
  /// The kinds of the files in `faults`.
  package let faultyKinds: Set<RecordKind>
  /// Names of all other files, with the closest valid name if there is one.
  package let notRead: [String]

  package static let endings = [".csv", ".csv.gz", ".ndjson", ".ndjson.gz"]

  /// - Throws: `Rejection` if the folder cannot be read or has no file that is named after a kind.
  package init(_ folder: URL) throws {
    guard let names = try? Folder.names(in: folder.path) else {
      throw Rejection(file: folder.path, reason: "is not a readable folder")
    }
    var found = DiscoveredFiles()
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) { found.add(name, in: folder) }
    if found.files.isEmpty, found.faults.isEmpty {
      throw Rejection(
        file: folder.path, reason: "has no record files; name them like users.csv or attempts.ndjson.gz")
    }
    files = RecordKind.all.compactMap { found.files[$0] }
    faults = found.faults
    faultyKinds = found.faultyKinds
    notRead = found.notRead
  }
}

/// The files of a folder, by the record kind in their names.
private struct DiscoveredFiles {
  var files: [RecordKind: RecordsFolder.File] = [:]
  var faults: [Rejection] = []
  var faultyKinds: Set<RecordKind> = []
  var notRead: [String] = []

  mutating func add(_ name: String, in folder: URL) {
    // By bytes: ASCII case is ignored, and no non-ASCII letter matches an ASCII one.
    let stem = String(decoding: name.utf8.prefix { $0 != UInt8(ascii: ".") }.map(\.lowercasedASCII), as: UTF8.self)
    guard let kind = RecordKind.named(stem) else { return pass(name) }
    let ending = String(decoding: name.utf8.drop { $0 != UInt8(ascii: ".") }, as: UTF8.self)
    guard RecordsFolder.endings.contains(ending), name.utf8.elementsEqual((stem + ending).utf8) else {
      let right = Self.nearest(to: ending)
      return refuse(
        kind, name, "is not a valid file name; rename it to \(stem)\(right), or move it out of the folder")
    }
    let url = folder.appending(path: name)
    if let reason = Self.fault(url) { return refuse(kind, name, reason) }
    if let other = files[kind] {
      return refuse(kind, name, "is a second file for \(kind.name), next to \(other.name); keep one of them")
    }
    let size = (try? FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path)[.size] as? Int)
    files[kind] = RecordsFolder.File(kind: kind, url: url, size: size ?? 0)
  }

  private mutating func refuse(_ kind: RecordKind, _ name: String, _ reason: String) {
    faults.append(Rejection(file: name, reason: reason))
    faultyKinds.insert(kind)
  }

  private mutating func pass(_ name: String) {
    let (stem, ending) = (name.prefix { $0 != "." }, name.drop { $0 != "." })
    let isRecords = RecordsFolder.endings.contains(String(ending))
    let nearest = isRecords ? closestMatch(to: String(stem), in: RecordKind.all.map(\.name)) : nil
    notRead.append(name + (nearest.map { " (did you mean \($0)\(ending)?)" } ?? ""))
  }

  /// The valid ending that is most likely meant.
  private static func nearest(to ending: String) -> String {
    let lower = String(decoding: ending.utf8.map(\.lowercasedASCII), as: UTF8.self)
    let isLines = [".ndjson", ".json", ".jsonl"].contains { lower.hasPrefix($0) }
    let isPacked = lower.hasSuffix(".gz") || lower.hasSuffix(".gzip")
    return (isLines ? ".ndjson" : ".csv") + (isPacked ? ".gz" : "")
  }

  /// Why a file with a valid name cannot be read; nil if it can.
  private static func fault(_ url: URL) -> String? {
    var status = stat()
    guard stat(url.path, &status) == 0 else {
      return errno == ENOENT ? "is a link to a file that does not exist" : "cannot be opened; check its permissions"
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return "is a folder; use a file with records"
    case S_IFREG: break
    default: return "is not a regular file; save the records in a regular file"
    }
    return access(url.path, R_OK) == 0 ? nil : "cannot be opened; check that this account may read it"
  }
}

extension RecordsFolder.File {
  /// Opens the file. `onRead` gets the number of bytes of each read.
  package func open(
    _ context: FieldContext, _ layout: CSVLayout = CSVLayout(), onRead: @escaping (Int) -> Void = { _ in }
  ) throws -> any RecordSource {
    do {
      var source: any ByteSource = try FileSource(url, onRead: onRead)
      if name.hasSuffix(".gz") { source = PrefetchingSource(try GzipSource(source)) }
      return name.contains(".ndjson")
        ? JSONLineRecords(kind, source, context) : CSVRecords(kind, source, context, layout)
    } catch let error as UnreadableFile {
      return NoRecords(kind, error)
    }
  }
}

/// The source for a file that cannot be opened; it gives one fault.
private final class NoRecords: RecordSource {
  let kind: RecordKind
  private var fault: RowError?

  init(_ kind: RecordKind, _ error: UnreadableFile) {
    self.kind = kind
    fault = error.fault(kind)
  }

  func next() -> RecordItem? {
    defer { fault = nil }
    return fault.map { .fault($0) }
  }
}
