// SPDX-License-Identifier: MIT
#include "widgets/accounts/devicepage.h"

#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/tones.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

DevicePage::DevicePage(QWidget *parent)
    : QWidget(parent)
    , m_code(new QLabel(this))
    , m_state(new QLabel(this))
    , m_copy(new QPushButton(look::icon(u"copy"_s), tr("Copy the &code"), this))
    , m_open(new QPushButton(look::icon(u"external"_s), tr("&Open the page"), this))
    , m_back(new QPushButton(tr("&Back"), this))
{
    setObjectName(u"devicePage"_s);
    build();
}

DevicePage::~DevicePage()
{
    stop();
}

void DevicePage::build()
{
    auto *title = new QLabel(tr("Enter this code in your browser"), this);
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 1.3);
    large.setBold(true);
    title->setFont(large);
    QFont code = look::monospacedFont();
    code.setPointSizeF(code.pointSizeF() * 2.6);
    code.setBold(true);
    m_code->setObjectName(u"deviceCode"_s);
    m_code->setFont(code);
    m_code->setTextFormat(Qt::PlainText);
    m_code->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_code->setAccessibleName(tr("Code"));
    m_state->setObjectName(u"deviceState"_s);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_state->setForegroundRole(QPalette::PlaceholderText);
    m_copy->setObjectName(u"copyDeviceCode"_s);
    m_open->setObjectName(u"openDevicePage"_s);
    m_back->setObjectName(u"leaveDevicePage"_s);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(look::gap);
    for (QPushButton *button : {m_copy, m_open}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    m_back->setAutoDefault(false);
    buttons->addWidget(m_back);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(look::wideGap, 0, 0, 0);
    column->setSpacing(look::wideGap);
    column->addWidget(title);
    column->addWidget(m_code);
    column->addWidget(m_state);
    column->addStretch(1);
    column->addLayout(buttons);
    connect(m_copy, &QPushButton::clicked, this, &DevicePage::copyCode);
    connect(m_open, &QPushButton::clicked, this, &DevicePage::openPage);
    connect(m_back, &QPushButton::clicked, this, [this] {
        stop();
        emit left();
    });
}

void DevicePage::begin(const DeviceFlow &flow, Clock &clock)
{
    stop();
    m_flow = flow;
    m_context = Context{.clock = &clock};
    m_code->setText(u"…"_s);
    m_state->setText(tr("Asking %1 for a code…").arg(hostOfApiRoot(flow.apiRoot)));
    m_copy->setEnabled(false);
    m_open->setEnabled(false);
    QCoro::connect(askForCode(flow, m_context), this, [this, cancel = m_context.cancel](const Result<DeviceCode> &code) {
        if (cancel->isRequested())
            return;
        if (!code)
            emit failed(code.error());
        else
            showCode(*code);
    });
}

void DevicePage::showCode(const DeviceCode &code)
{
    m_code->setText(code.user);
    m_page = code.page;
    m_copy->setEnabled(true);
    m_open->setEnabled(true);
    const QString until = QLocale().toString(toDateTime(code.expires).toLocalTime().time(), QLocale::ShortFormat);
    m_state->setText(tr("It is copied, and %1 opens in your browser. Punchcard goes on as soon as you have entered it there, until %2.")
                         .arg(m_page.toString(), until));
    copyCode();
    openPage();
    m_open->setFocus();
    QCoro::connect(waitForToken(m_flow, code, m_context), this, [this, cancel = m_context.cancel](const Result<SecretString> &token) {
        if (cancel->isRequested())
            return;
        if (token)
            emit signedIn(FoundToken{.token = *token, .from = FoundToken::From::Typed});
        else
            emit failed(token.error());
    });
}

void DevicePage::stop()
{
    m_context.cancel->request();
}

void DevicePage::copyCode()
{
    QGuiApplication::clipboard()->setText(m_code->text());
}

void DevicePage::openPage()
{
    QDesktopServices::openUrl(m_page);
}

} // namespace punchcard
