import Foundation
import Mustache

/// The templates, each with the content type below: the library's own escapes by `Character`, and `"` followed by a combining
/// mark is another character than `"`, which it leaves as it is.
enum Templates {
  static func library() throws -> MustacheLibrary {
    MustacheContentTypes.register(HTMLText(), named: HTMLText.name)
    let folder = Server.resources.appending(path: "Templates")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    var library = MustacheLibrary()
    for file in files where file.pathExtension == "mustache" {
      let text = try String(contentsOf: file, encoding: .utf8)
      try library.register(
        "{{% CONTENT_TYPE: \(HTMLText.name)}}\n" + text, named: file.deletingPathExtension().lastPathComponent)
    }
    return library
  }

  /// Escapes byte by byte.
  private struct HTMLText: MustacheContentType {
    static let name = "HTML-BYTES"

    func escapeText(_ text: String) -> String { text.html }
  }
}
