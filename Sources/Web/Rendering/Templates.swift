import Foundation
import Mustache
import Support

/// The templates, each with the content type below. The library escapes by `Character`, so it would leave `"` unescaped
/// when a combining mark follows it.
enum Templates {
  static func library() throws -> MustacheLibrary {
    MustacheContentTypes.register(HTMLText(), named: HTMLText.name)
    let folder = Server.resources.appending(path: "Templates")
    let files = try Folder.contents(of: folder)
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
