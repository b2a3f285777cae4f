import ArgumentParser
import Foundation
import Records

/// How people reach the server.
struct AddressOptions: ParsableArguments {
  @Flag(help: "Browsers reach this server by HTTPS (through a proxy): cookies are kept to it. [TALLYBOOK_HTTPS]")
  var https = false
  @Option(
    help:
      "The address by which people reach this server, for links in mails and single sign-on: https://… [TALLYBOOK_PUBLIC_URL]"
  )
  var publicURL: String?

  /// Without a slash at its end; nil where none is set.
  func url() throws -> String? {
    guard let publicURL else { return nil }
    guard publicURL.isASCII, let parts = URLComponents(string: publicURL), ["http", "https"].contains(parts.scheme),
      parts.host != nil,
      parts.query == nil, parts.fragment == nil
    else { throw ValidationError("--public-url \(publicURL) is no address, such as https://stats.example.com.") }
    return publicURL.endsWithBytes(of: "/") ? String(publicURL.dropLast()) : publicURL
  }
}

/// Where the files are that are made in the background.
struct FilesOptions: ParsableArguments {
  @Option(
    help: "The folder of files made in the background; STORE.files beside the store by default. [TALLYBOOK_FILES]")
  var files: String?

  func folder(_ store: StoreOptions) throws -> URL {
    URL(filePath: try files ?? store.filesFolder(), directoryHint: .isDirectory)
  }
}
