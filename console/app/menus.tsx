/** The small menus of the top bar: language, appearance, and who is signed in. */
import { useQueryClient } from '@tanstack/react-query';
import { Button, Popover, Segmented } from 'antd';
import { useSession, useAct } from '../client/index.ts';
import { densities, FaultNote, Icon, Moment, themeChoices, useLook } from '../parts/index.ts';
import { type LanguageCode, useLanguage } from '../words/index.ts';

export function LanguageSwitch() {
  const { words } = useLanguage();
  const { look, setLook } = useLook();
  return (
    <Segmented<LanguageCode>
      aria-label={words.shell.language}
      value={look.language}
      options={[
        { value: 'zh', label: <span lang="zh-CN">中文</span> },
        { value: 'en', label: <span lang="en">EN</span> },
      ]}
      onChange={(language) => setLook({ language })}
    />
  );
}

export function ViewMenu() {
  const { words } = useLanguage();
  const { look, setLook } = useLook();
  const content = (
    <div className="menu">
      <div className="menu-label">{words.shell.theme}</div>
      <Segmented
        aria-label={words.shell.theme}
        block
        value={look.theme}
        options={themeChoices.map((value) => ({ value, label: words.shell.themes[value] }))}
        onChange={(theme) => setLook({ theme })}
      />
      <div className="menu-label">{words.shell.density}</div>
      <Segmented
        aria-label={words.shell.density}
        block
        value={look.density}
        options={densities.map((value) => ({ value, label: words.shell.densities[value] }))}
        onChange={(density) => setLook({ density })}
      />
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content}>
      <Button aria-label={words.shell.view} icon={<Icon name="view" />} />
    </Popover>
  );
}

export function PersonMenu() {
  const { words } = useLanguage();
  const session = useSession();
  const queries = useQueryClient();
  const signOut = useAct('signOut');
  const leave = () =>
    signOut.mutate(
      {},
      {
        onSuccess: () => {
          // Nothing that this person saw may stay for the next one.
          queries.clear();
          window.location.assign('/');
        },
      },
    );
  const content = (
    <div className="menu">
      <div className="menu-label">{words.shell.whoAmI}</div>
      <div className="menu-strong">{session.actor}</div>
      <div className="hint">
        {words.shell.role} · {words.roles[session.role] ?? session.role}
      </div>
      {session.expiresAt === null ? null : (
        <div className="hint">
          {words.shell.expires} · <Moment at={session.expiresAt} />
        </div>
      )}
      {signOut.error === null ? null : <FaultNote fault={signOut.error} />}
      <Button block onClick={leave} loading={signOut.isPending}>
        {words.shell.signOut}
      </Button>
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content}>
      <Button
        className="person-button"
        icon={<Icon name="person" />}
        aria-label={`${words.shell.whoAmI} ${session.actor}`}
      >
        <span className="person-name">{words.roles[session.role] ?? session.role}</span>
      </Button>
    </Popover>
  );
}
