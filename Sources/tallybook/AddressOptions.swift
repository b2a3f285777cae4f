import ArgumentParser
import Foundation
import Records

/// Options for the server's public URL.
struct AddressOptions: ParsableArguments {
  @Flag(
    help:
      "Set if browsers reach this server over HTTPS (through a proxy): cookies are then sent over HTTPS only. [TALLYBOOK_HTTPS]"
  )
  var https = false
  @Option(
    help:
      "URL of this server for users, for links in emails and for single sign-on: https://… [TALLYBOOK_PUBLIC_URL]"
  )
  var publicURL: String?

  /// Without a trailing slash; nil if not set.
  func url() throws -> String? {
    guard let publicURL else { return nil }
    guard publicURL.isASCII, let parts = URLComponents(string: publicURL), ["http", "https"].contains(parts.scheme),
      parts.host != nil,
      parts.query == nil, parts.fragment == nil
    else { throw ValidationError("--public-url \(publicURL) is not a URL. Use for example https://stats.example.com.") }
    return publicURL.endsWithBytes(of: "/") ? String(publicURL.dropLast()) : publicURL
  }
}

/// Options for files created in the background.
struct FilesOptions: ParsableArguments {
  @Option(
    help: "Folder for files created in the background; by default STORE.files next to the store. [TALLYBOOK_FILES]")
  var files: String?

  func folder(_ store: StoreOptions) -> URL {
    URL(filePath: files ?? store.store.filesFolder, directoryHint: .isDirectory)
  }
}
