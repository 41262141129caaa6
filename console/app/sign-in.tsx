/** Signing in with a key. The key goes to the server once, in a body; the session is a cookie that scripts can't read. */
import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { refresh, useAct } from '../client/index.ts';
import { FaultNote, useLook } from '../parts/index.ts';
import { useLanguage } from '../words/index.ts';

export function SignIn() {
  const { words } = useLanguage();
  const { look, setLook } = useLook();
  const queries = useQueryClient();
  const signIn = useAct('signIn');
  const [key, setKey] = useState('');
  const fieldId = useId();
  const hintId = useId();
  const isWrong = signIn.error?.status === 401 || signIn.error?.status === 400;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({ body: { key: key.trim() } }, { onSuccess: () => void refresh(queries, ['readSession']) });
  };

  return (
    <main className="gate">
      <form className="sign-in" onSubmit={submit}>
        <img src="/favicon.svg" alt="" width={40} height={40} />
        <h1>{words.productName}</h1>
        <label htmlFor={fieldId}>{words.signIn.key}</label>
        <Input.Password
          id={fieldId}
          size="large"
          value={key}
          autoFocus
          autoComplete="current-password"
          aria-describedby={hintId}
          aria-invalid={isWrong}
          status={isWrong ? 'error' : ''}
          onChange={(event) => setKey(event.target.value)}
        />
        <p id={hintId} className="hint">
          {words.signIn.keyHint}
        </p>
        {isWrong ? (
          <p className="field-error" role="alert">
            {words.signIn.wrong}
          </p>
        ) : null}
        {signIn.error !== null && !isWrong ? <FaultNote fault={signIn.error} /> : null}
        <Button
          type="primary"
          size="large"
          htmlType="submit"
          block
          loading={signIn.isPending}
          disabled={key.trim() === ''}
        >
          {words.signIn.submit}
        </Button>
        <Button
          type="link"
          size="small"
          lang={look.language === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => setLook({ language: look.language === 'zh' ? 'en' : 'zh' })}
        >
          {look.language === 'zh' ? 'English' : '简体中文'}
        </Button>
      </form>
    </main>
  );
}
