import Foundation
import Mustache
import Support

/// The templates, each with the content type below. The library escapes by `Character`, so it would leave `"` unescaped
/// when a combining mark follows it.
enum Templates {
  static func library() throws -> MustacheLibrary {
    MustacheContentTypes.register(HTMLText(), named: HTMLText.name)
    var library = MustacheLibrary()
    for (name, text) in try texts() {
      try library.register("{{% CONTENT_TYPE: \(HTMLText.name)}}\n" + text, named: name)
    }
    return library
  }

  /// The text of each template, by name. In the sources they are next to their pages; the build collects them.
  static func texts() throws -> [String: String] {
    var texts: [String: String] = [:]
    for file in try Folder.contents(of: Server.resources) where file.pathExtension == "mustache" {
      texts[file.deletingPathExtension().lastPathComponent] = try String(contentsOf: file, encoding: .utf8)
    }
    return texts
  }

  /// Escapes byte by byte.
  private struct HTMLText: MustacheContentType {
    static let name = "HTML-BYTES"

    func escapeText(_ text: String) -> String { text.html }
  }
}
