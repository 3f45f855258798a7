// SPDX-License-Identifier: MIT
#include "core/base/secretstring.h"

#include "core/base/maskforms.h"

#include <QMutex>

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <set>

namespace punchcard {

struct SecretString::Memory
{
    unsigned char *bytes = nullptr;
    qsizetype size = 0;

    explicit Memory(QByteArray &value);
    ~Memory();
    Q_DISABLE_COPY_MOVE(Memory)
};

namespace {

// Never destroyed: a secret may outlive every other static.
struct Living
{
    QMutex mutex;
    std::set<const SecretString::Memory *> secrets;
};

Living &living()
{
    static auto *const list = new Living;
    return *list;
}

} // namespace

SecretString::Memory::Memory(QByteArray &value)
    : size(value.size())
{
    if (sodium_init() < 0)
        qFatal("libsodium does not start");
    // Guard pages around it, locked where the system lets us; sodium_free wipes.
    bytes = static_cast<unsigned char *>(sodium_malloc(size_t(qMax<qsizetype>(size, 1))));
    if (!bytes)
        qFatal("out of memory for a secret");
    std::memcpy(bytes, value.constData(), size_t(size));
    wipe(value);
    const QMutexLocker lock(&living().mutex);
    living().secrets.insert(this);
}

SecretString::Memory::~Memory()
{
    {
        const QMutexLocker lock(&living().mutex);
        living().secrets.erase(this);
    }
    sodium_free(bytes);
}

SecretString::SecretString(QByteArray &&value)
    : m_memory(std::make_shared<const Memory>(value))
{
}

qsizetype SecretString::size() const
{
    return m_memory ? m_memory->size : 0;
}

QByteArrayView SecretString::bytes() const
{
    return m_memory ? QByteArrayView(m_memory->bytes, m_memory->size) : QByteArrayView();
}

void wipe(QByteArray &value)
{
    // data() detaches: a shared copy elsewhere is the caller's mistake and stays.
    if (!value.isEmpty())
        sodium_memzero(value.data(), size_t(value.size()));
    value.clear();
}

QByteArray withoutSecrets(QByteArray text)
{
    QList<QByteArray> forms;
    {
        const QMutexLocker lock(&living().mutex);
        for (const SecretString::Memory *secret : living().secrets)
            forms += maskForms(QByteArrayView(secret->bytes, secret->size));
    }
    std::ranges::sort(forms, [](const QByteArray &a, const QByteArray &b) { return a.size() > b.size(); });
    text = masked(std::move(text), forms);
    for (QByteArray &form : forms)
        wipe(form);
    return text;
}

} // namespace punchcard
