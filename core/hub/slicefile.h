// SPDX-License-Identifier: MIT
#pragma once

#include <QFile>
#include <QIODevice>

namespace punchcard::hub {

/// Part of a file as a device that is exactly that part: QHttpServer announces a device's size(), wherever it stands.
class SliceFile : public QIODevice
{
    Q_OBJECT

public:
    /// @p length bytes from @p begin. Not open when the file cannot be read.
    SliceFile(const QString &path, qint64 begin, qint64 length);

    [[nodiscard]] bool isSequential() const override { return false; }
    [[nodiscard]] qint64 size() const override { return m_length; }
    [[nodiscard]] bool seek(qint64 position) override;
    [[nodiscard]] bool atEnd() const override { return pos() >= m_length; }

protected:
    qint64 readData(char *data, qint64 maximum) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QFile m_file;
    qint64 m_begin;
    qint64 m_length;
};

} // namespace punchcard::hub
