" Vim with ALE, from start to end: a diagnostic, its fix, and what a key means.
" The block of docs/editors.md is the vimrc; the first file is a README.md.

function Fail(text)
  call writefile([a:text], $RESULT)
  cquit!
endfunction

function Until(what, Holds)
  for turn in range(600)
    if a:Holds()
      return
    endif
    sleep 50m
  endfor
  call Fail('no ' . a:what . ' after 30 s: ' . join(getline(1, '$'), "\n") . string(ale#engine#GetLoclist(bufnr(''))))
endfunction

function Test()
  call ale#Queue(0)
  call Until('diagnostics', {-> !empty(ale#engine#GetLoclist(bufnr('')))})
  let found = ale#engine#GetLoclist(bufnr(''))[0]
  if [found.lnum, found.col, found.code] != [2, 10, 'unknown-license'] || found.text !~# '^unknown license'
    call Fail('another diagnostic: ' . string(found))
  endif

  " The fix: the first of what ALECodeAction offers.
  call cursor(2, 12)
  call ale#codefix#Execute(0, {data, items -> ale#codefix#ApplyLSPCodeAction(data, items[0][1])})
  call Until('fixed license', {-> getline(2) ==# 'license: apache-2.0'})
  call ale#Queue(0)
  call Until('end of the diagnostics', {-> empty(ale#engine#GetLoclist(bufnr('')))})

  " What a key means, in a window of its own.
  let g:ale_hover_to_preview = 1
  call cursor(3, 3)
  ALEHover
  call Until('hover', {-> join(getbufline('ALEPreviewWindow', 1, '$')) =~# 'The fields of the form'})
  call writefile(['ok'], $RESULT)
  qall!
endfunction

" As if typed: within an event or a timer, no other timer runs.
autocmd VimEnter * call feedkeys(":call Test()\<CR>")
