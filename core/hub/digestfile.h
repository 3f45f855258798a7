// SPDX-License-Identifier: MIT
#pragma once

#include <QCryptographicHash>
#include <QFile>
#include <QIODevice>

namespace punchcard::hub {

/// A file that is written from its beginning to its end and knows the SHA-256 of what was written. Sequential, so that
/// a zip writer does not come back to patch what has been hashed.
class DigestFile : public QIODevice
{
public:
    explicit DigestFile(const QString &path)
        : m_file(path)
    {
    }

    bool open(OpenMode mode) override
    {
        if (m_file.open(mode | QIODevice::Truncate, QFile::ReadOwner | QFile::WriteOwner))
            return QIODevice::open(mode | QIODevice::Unbuffered);
        setErrorString(m_file.errorString());
        return false;
    }
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] bool isBroken() const { return m_broken; }
    [[nodiscard]] qint64 written() const { return m_written; }
    [[nodiscard]] QByteArray digest() const { return m_hash.result(); }
    /// Writes through to the disk and gives the file its name, replacing one that is there.
    [[nodiscard]] bool finish(const QString &path);
    void remove() { m_file.remove(); }

protected:
    qint64 readData(char *, qint64) override { return -1; }
    qint64 writeData(const char *data, qint64 length) override;

private:
    QFile m_file;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    qint64 m_written = 0;
    bool m_broken = false;
};

} // namespace punchcard::hub
