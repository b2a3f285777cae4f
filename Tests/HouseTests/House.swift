import Foundation

/// The sources, read from disk.
enum House {
  private static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  struct File: Sendable {
    /// From the root of the repository.
    let path: String
    let lines: [Substring]

    /// `Web` of `Sources/Web/Pages/UserPage.swift`.
    var module: String { String(path.split(separator: "/")[1]) }

    /// The modules that it imports; `import struct X.Y` imports X.
    var imports: Set<String> {
      Set(
        lines.compactMap { line in
          line.firstMatch(
            of:
              #/^\s*(?:@\w+\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/#
          )
          .map { String($0.1) }
        })
    }
  }

  static func files(in folder: String) throws -> [File] {
    let base = root.appending(path: folder)
    return try FileManager.default.subpathsOfDirectory(atPath: base.path).filter { $0.hasSuffix(".swift") }.sorted().map
    {
      let text = try String(contentsOf: base.appending(path: $0), encoding: .utf8)
      return File(path: "\(folder)/\($0)", lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    }
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}
