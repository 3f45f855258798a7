// SPDX-License-Identifier: MIT
#include "core/jobs/sentblobs.h"

#include "core/base/files.h"

#include <QFile>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 sentFileLimit = 4 << 20;
constexpr qsizetype shaLength = 40;

} // namespace

SentBlobs::SentBlobs(const store::JobFolder &folder, qint64 repository)
    : m_file(folder.path() + u"/sent"_s)
    , m_repository("repository " + QByteArray::number(repository))
{
    const QByteArrayList lines = readFile(m_file, sentFileLimit).value_or(QByteArray()).split('\n');
    if (lines.constFirst() != m_repository) {
        QFile::remove(m_file);
        return;
    }
    for (const QByteArray &line : lines) {
        if (line.size() == shaLength)
            m_shas.insert(line);
    }
}

void SentBlobs::add(const QByteArrayList &shas)
{
    QFile file(m_file);
    // With a line break before them: what a crash cut off must not spoil the next one.
    const QByteArray begin = file.exists() ? QByteArray() : m_repository;
    if (file.open(QIODevice::Append))
        file.write(begin + '\n' + shas.join('\n') + '\n');
    for (const QByteArray &sha : shas)
        m_shas.insert(sha);
}

void SentBlobs::forget()
{
    QFile::remove(m_file);
    m_shas.clear();
}

} // namespace punchcard
