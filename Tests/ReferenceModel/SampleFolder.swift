import Foundation

/// Where the sample platform lies: a folder with `records/` and `expected/`.
package enum SampleFolder {
  /// The folder that the environment variable `TALLYBOOK_SAMPLE` names, else `Tests/Fixtures/sample` below the
  /// nearest folder above `file` that holds a `Package.swift`; symbolic links to the sources are followed. `nil`
  /// where neither is there.
  package static func path(walkingUpFrom file: String = #filePath) -> String? {
    if let named = ProcessInfo.processInfo.environment["TALLYBOOK_SAMPLE"], !named.isEmpty { return named }
    let places = [file, URL(fileURLWithPath: file).resolvingSymlinksInPath().path]
    return places.lazy.compactMap(sampleInPackage(above:)).first
  }

  private static func sampleInPackage(above file: String) -> String? {
    let files = FileManager.default
    var folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    while folder.path != "/" {
      if files.fileExists(atPath: folder.appendingPathComponent("Package.swift").path) {
        let sample = folder.appendingPathComponent("Tests/Fixtures/sample").path
        return files.fileExists(atPath: sample) ? sample : nil
      }
      folder.deleteLastPathComponent()
    }
    return nil
  }
}
